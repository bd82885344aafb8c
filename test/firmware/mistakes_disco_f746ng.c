// SPDX-License-Identifier: Apache-2.0
// Mistakes with the STM32F746. bare.c runs it at 216 MHz from its crystal.
#include "mistakes.h"

MISTAKE(uart_without_clock) { REG(0x40007800) = 1; }

MISTAKE(gpio_read_without_clock) { (void)REG(0x40020410); }

MISTAKE(too_few_wait_states) { REG(0x40023C00) = 6; }

void undo(void) { REG(0x40023C00) = 7; }
