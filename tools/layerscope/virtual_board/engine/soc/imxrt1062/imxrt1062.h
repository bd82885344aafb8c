// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

typedef struct lpuart lpuart;

typedef struct {
  memory *flash, *itcm, *dtcm, *ocram;
  lpuart* lpuarts[2];
  uint32_t crystal_hz, core_hz, flexspi_hz;
  int flexspi_setup_clocks, flexspi_line_clocks;
} imxrt1062;

// boot_rom.c: finds the program in the flash, or stops the run saying what the ROM would not accept.
void boot_rom_start(machine* m);

// clocks.c
void rt1062_update_clocks(machine* m);
uint32_t rt1062_uart_hz(machine* m);
void rt1062_boot_clocks(machine* m, uint32_t serial_clock_mhz);

// lpuart.c
lpuart* lpuart_new(machine* m, const char* name, uint32_t base, unsigned interrupt, int channel);
void lpuart_reset(machine* m, lpuart* u);
bool lpuart_covers(const lpuart* u, uint32_t address);
uint32_t lpuart_read(machine* m, lpuart* u, uint32_t address);
void lpuart_write(machine* m, lpuart* u, uint32_t address, uint32_t value);
