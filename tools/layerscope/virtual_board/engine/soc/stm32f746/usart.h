// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

typedef struct usart usart;

enum { kUsarts = 8 };
void usarts_new(machine* m, usart* list[kUsarts]);
void usart_reset(machine* m, usart* u);
// RCC_DCKCFGR2 was written; `changed`: its bits that are not what they were.
void usart_kernel_clocks_written(machine* m, uint32_t changed);
bool usart_covers(const usart* u, uint32_t address);
uint32_t usart_read(machine* m, usart* u, uint32_t address);
void usart_write(machine* m, usart* u, uint32_t address, uint32_t value);
// The DMA may have become ready for what waits.
void usart_serve(machine* m, usart* u);
