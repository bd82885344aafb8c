// SPDX-License-Identifier: GPL-2.0-only
// What the parts of the STM32F746 share. Register names and bits: RM0385.
#pragma once

#include "machine.h"
#include "soc/soc.h"
#include "soc/stm32f746/fmc.h"
#include "soc/stm32f746/usart.h"

enum {
  RCC = 0x40023800,
  RCC_CR = RCC,
  RCC_PLLCFGR = RCC + 4,
  RCC_CFGR = RCC + 8,
  RCC_CIR = RCC + 0xC,
  RCC_AHB1ENR = RCC + 0x30,
  RCC_AHB2ENR = RCC + 0x34,
  RCC_AHB3ENR = RCC + 0x38,
  RCC_APB1ENR = RCC + 0x40,
  RCC_APB2ENR = RCC + 0x44,
  RCC_BDCR = RCC + 0x70,
  RCC_CSR = RCC + 0x74,
  RCC_PLLI2SCFGR = RCC + 0x84,
  RCC_PLLSAICFGR = RCC + 0x88,
  RCC_DCKCFGR1 = RCC + 0x8C,
  RCC_DCKCFGR2 = RCC + 0x90,
  PWR_CR1 = 0x40007000,
  PWR_CSR1 = 0x40007004,
  FLASH_ACR = 0x40023C00,
  FLASH_KEYR = 0x40023C04,
  FLASH_OPTKEYR = 0x40023C08,
  FLASH_SR = 0x40023C0C,
  FLASH_CR = 0x40023C10,
  FLASH_OPTCR = 0x40023C14,
  FLASH_OPTCR1 = 0x40023C18,
};

typedef struct {
  memory *flash, *flash_itcm;
  usart* usarts[kUsarts];
  fmc* fmc;
  uint32_t crystal_hz;

  uint32_t source;   // what drives the system clock: a value of RCC_CFGR's SW
  uint32_t core_hz;  // recomputed when a clock register is written
  // When an oscillator or a supply that was switched on is ready, in machine time.
  uint64_t hsi_ready, hse_ready, pll_ready, over_drive_ready, over_drive_switched;
  unsigned flash_keys, option_keys;  // of the two that unlock, how many came
} stm32f746;

static inline uint32_t stored(machine* m, uint32_t address) { return *machine_stored_register(m, address); }

// clocks.c
void clocks_reset(machine* m);
// The value that a read of RCC_CR, RCC_CFGR, RCC_BDCR, RCC_CSR or PWR_CSR1 gives; `v` is what is stored.
uint32_t clocks_read(machine* m, uint32_t address, uint32_t v);
// A register was written (and is stored); `old` is what it held.
void clocks_written(machine* m, uint32_t address, uint32_t old);
uint32_t clocks_system_hz(machine* m);

// clock_rules.c: what must hold of the clocks as they are now; each refuses with the sentence.
typedef struct {
  uint32_t input_hz, divided_hz, vco_hz, output_hz, pll48_hz;
} pll_clocks;
pll_clocks clocks_pll(machine* m);
bool clocks_over_drive(machine* m);
void clocks_check_pll(machine* m);                                                 // the PLL is being started
void clocks_check_side_pll(machine* m, const char* name, uint32_t configuration);  // one is being started
void clocks_check_buses(machine* m);                 // a clock, a supply or the flash's wait states changed
void clocks_bus_used(machine* m, uint32_t address);  // a register is accessed
uint64_t clocks_next(void);
void clocks_update(machine* m);
void clock_rules_reset(void);
void clocks_check_48_mhz(machine* m);  // a peripheral that needs it was enabled

// flash_interface.c
void flash_interface_reset(machine* m);
void flash_interface_written(machine* m, uint32_t address, uint32_t old);

// registers.c
const peripheral* registers_peripheral(uint32_t address);
bool registers_modelled(const peripheral* p);
void registers_reset(machine* m);
// Refuses what the register does not take: a width, a read-only register, reserved bits. False: the write has
// no effect. Corrects `value`, a whole word, to what silicon takes.
bool registers_accept(machine* m, const peripheral* p, uint32_t address, uint32_t size, uint32_t* value);
