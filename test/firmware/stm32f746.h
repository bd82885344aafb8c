// SPDX-License-Identifier: Apache-2.0
// Registers and bits of the STM32F746 that the mistakes need (RM0385).
#pragma once

#include "mistakes.h"

#define RCC_CR 0x40023800u
#define RCC_PLLCFGR 0x40023804u
#define RCC_CFGR 0x40023808u
#define RCC_AHB1ENR 0x40023830u
#define RCC_AHB2ENR 0x40023834u
#define RCC_APB1ENR 0x40023840u
#define RCC_APB2ENR 0x40023844u
#define HSEON (1u << 16)
#define PLLON (1u << 24)
#define PLLRDY (1u << 25)
#define PLL_FROM_HSE (1u << 22)
// `p` as the register has it: 0 divides by 2. Bit 29 is reserved and set.
#define PLL(m, n, p, q) (1u << 29 | (q) << 24 | PLL_FROM_HSE | (p) << 16 | (n) << 6 | (m))
#define PWR_CR1 0x40007000u
#define PWR_CSR1 0x40007004u
#define PWREN (1u << 28)
#define VOS_SCALE_1 (3u << 14)
#define VOS_SCALE_2 (2u << 14)
#define ODEN (1u << 16)
#define ODSWEN (1u << 17)
#define FLASH_ACR 0x40023C00u
#define GPIOB 0x40020400u
#define GPIOC 0x40020800u
#define USART1 0x40011000u
#define USART6 0x40011400u
#define UART7 0x40007800u
#define DMA1 0x40026000u
#define TIM2 0x40000000u
