// SPDX-License-Identifier: GPL-2.0-only
// The parts of an i.MX RT1062. "IMXRT1060RM" is its reference manual, "IMXRT1060CEC" its data sheet.
#pragma once

#include "machine.h"

typedef struct lpuart lpuart;

enum { kLpuarts = 8 };

typedef struct {
  memory *flash, *itcm, *dtcm, *ocram, *flexram_ocram;
  lpuart* lpuarts[kLpuarts];
  uint32_t* registers[256];  // of each slot of 16 KB from 0x40000000 on; see rt1062_register
  uint32_t* fast_gpio[4];    // GPIO6-9
  uint32_t crystal_hz, core_hz, perclk_hz, ipg_hz, flexspi_hz;
  int flexspi_setup_clocks, flexspi_line_clocks;
  uint32_t flash_limit_mhz;
  uint64_t flexspi_stopped;  // since when its clock is off; UINT64_MAX: it runs
  bool booting;              // the ROM works: its way through the clocks is no mistake
  // When a handshake or a lock that was started is over, in machine time.
  uint64_t pll_locked[8], dcdc_settled, switched[6];
  bool unasked[6];     // a handshake was started, and CCM_CDHIPR not seen to end it
  uint32_t dcdc_from;  // millivolts from which the supply is on its way
  uint64_t adc_calibrated[2];
} imxrt1062;

// A block of registers behind one clock gate. Without `read` or `write` what was written is kept.
typedef struct {
  uint32_t base;
  int16_t gate;  // CCGRn, CGk: 16 * n + k; -1: always clocked
  const char* name;
  uint32_t (*read)(machine* m, uint32_t address);
  void (*write)(machine* m, uint32_t address, uint32_t size, uint32_t value);
  bool modelled;  // false: its registers are listed as those of no model
} rt1062_peripheral;

// peripherals.c
const rt1062_peripheral* rt1062_peripheral_at(uint32_t address);
bool rt1062_gate_on(machine* m, int gate);

// imxrt1062.c
static inline imxrt1062* rt1062(const machine* m) { return m->soc_state; }
uint32_t* rt1062_register(machine* m, uint32_t address);  // the word at `address`, a multiple of 4
static inline uint32_t rt1062_stored(machine* m, uint32_t address) { return *rt1062_register(m, address); }
void rt1062_keep(machine* m, uint32_t address, uint32_t size, uint32_t value);
// Blocks with SET, CLR and TOG beside each register: which register, and what it becomes.
uint32_t* rt1062_set_clear_toggle(machine* m, uint32_t address, uint32_t value);
uint64_t rt1062_after_us(machine* m, uint32_t microseconds);

// boot_rom.c: finds the program in the flash, or stops the run saying what the ROM would not accept.
void boot_rom_start(machine* m);
// boot_dcd.c: does what the device configuration data say; NULL, or why the ROM refuses them.
const char* boot_dcd_run(machine* m, uint32_t dcd, uint32_t image_end);

// clocks.c: frequencies as the registers have them. 0: off.
void rt1062_update_clocks(machine* m);
void rt1062_watch_flexspi(machine* m);         // no program runs from a flash that stands still
uint64_t rt1062_flexspi_deadline(machine* m);  // when it is looked at next
void rt1062_boot_clocks(machine* m, uint32_t serial_clock_mhz);
uint32_t rt1062_uart_hz(machine* m);
uint32_t rt1062_ahb_hz(machine* m);
uint32_t rt1062_ipg_hz(machine* m);
uint32_t rt1062_perclk_hz(machine* m);
uint32_t rt1062_semc_hz(machine* m);
uint32_t rt1062_pll_hz(machine* m, uint32_t address);

// clock_change.c: machine time counts the core's cycles; what other clocks measure keeps its distance.
typedef struct {
  uint32_t core_hz, perclk_hz, ipg_hz;
} rt1062_clocks;
void rt1062_clocks_changed(machine* m, rt1062_clocks before);
uint64_t rt1062_moved(machine* m, uint64_t then, uint32_t from_hz, uint32_t to_hz);

// clock_rules.c: what the clocks may not be.
void rt1062_check_clocks(machine* m);
bool rt1062_check_clock_limit(machine* m, const char* clock, uint32_t hz, uint32_t limit_mhz,
                              const char* where);

// ccm.c
uint32_t ccm_read(machine* m, uint32_t address);
void ccm_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
// analog.c: PLLs, PMU, temperature, USB PHYs
uint32_t analog_read(machine* m, uint32_t address);
void analog_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
bool analog_pll_locked(machine* m, uint32_t address);
// power.c
uint32_t dcdc_read(machine* m, uint32_t address);
void dcdc_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
uint32_t dcdc_millivolts(machine* m);
uint32_t dcdc_supplied(machine* m);  // millivolts that are there already
// flexram.c
void flexram_update(machine* m);
void gpr_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
// pins.c
bool pins_reach_lpuart(machine* m, unsigned number, bool transmit, char* why, size_t size);
// gpio.c
uint32_t rt1062_gpio_read(machine* m, uint32_t address);
void rt1062_gpio_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
// timers.c: PIT and GPT
uint32_t pit_read(machine* m, uint32_t address);
void pit_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
uint32_t gpt_read(machine* m, uint32_t address);
void gpt_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
void rt1062_timers_reset(machine* m);
void rt1062_timers_update(machine* m);
uint64_t rt1062_timers_next_event(machine* m);
void rt1062_timers_clocks_changed(machine* m, rt1062_clocks before);
// watchdogs.c
uint32_t wdog_read(machine* m, uint32_t address);
void wdog_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
uint32_t rtwdog_read(machine* m, uint32_t address);
void rtwdog_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
void rt1062_watchdogs_reset(machine* m);
void rt1062_watchdogs_update(machine* m);
uint64_t rt1062_watchdogs_next_event(machine* m);
void rt1062_watchdogs_clock_changed(machine* m, uint32_t before_hz);
// usb.c
uint32_t usb_read(machine* m, uint32_t address);
void usb_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
// flexspi.c
uint32_t flexspi_read(machine* m, uint32_t address);
void flexspi_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
void flexspi_reset(machine* m);
// Clocks of the serial line before the data of a read out of sequence, and for a line of 32 bytes, as
// sequence 0 of the look-up table has them.
void flexspi_read_clocks(machine* m, int* setup, int* line);
// real_time_clock.c
uint32_t snvs_read(machine* m, uint32_t address);
void snvs_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
void snvs_clock_changed(machine* m, uint32_t before_hz);
// small_blocks.c: fuses, converters, random numbers
uint32_t ocotp_read(machine* m, uint32_t address);
void ocotp_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
uint32_t adc_read(machine* m, uint32_t address);
void adc_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
uint32_t trng_read(machine* m, uint32_t address);
void src_reset(machine* m);
void src_write(machine* m, uint32_t address, uint32_t size, uint32_t value);

// lpuart.c
lpuart* lpuart_new(machine* m, const char* name, unsigned number, uint32_t base, unsigned interrupt,
                   int channel);
void lpuart_reset(machine* m, lpuart* u);
uint32_t lpuart_read(machine* m, uint32_t address);
void lpuart_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
