// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

typedef struct usart usart;

usart* usart_new(machine* m, const char* name, uint32_t base, unsigned interrupt, int channel, unsigned apb,
                 unsigned clock_select_bit);
void usart_reset(machine* m, usart* u);
bool usart_covers(const usart* u, uint32_t address);
uint32_t usart_read(machine* m, usart* u, uint32_t address);
void usart_write(machine* m, usart* u, uint32_t address, uint32_t value);

// The kernel clock of a USART on APB1 or APB2.
uint32_t stm32f746_usart_hz(machine* m, unsigned apb, unsigned select_bit);
