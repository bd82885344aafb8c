// SPDX-License-Identifier: Apache-2.0
// STM32F746NG registers by their names in RM0385, whose sections are given; base addresses: section 2.2.2.
#ifndef LAYERSCOPE_BOARD_DISCO_F746NG_REGISTERS_H_
#define LAYERSCOPE_BOARD_DISCO_F746NG_REGISTERS_H_

#include "../cortex_m7/registers.h"

// Embedded flash interface: 3.7
#define FLASH_ACR MMIO32(0x40023C00)  // 3.7.1
#define FLASH_ACR_LATENCY_MASK 0xFu

// Power controller: 4.4
#define PWR_CR1 MMIO32(0x40007000)   // 4.4.1
#define PWR_CSR1 MMIO32(0x40007004)  // 4.4.2
#define PWR_CR1_VOS_SCALE_1 (3u << 14)
#define PWR_CR1_ODEN (1u << 16)
#define PWR_CR1_ODSWEN (1u << 17)
#define PWR_CSR1_ODRDY (1u << 16)
#define PWR_CSR1_ODSWRDY (1u << 17)

// Reset and clock control: 5.3
#define RCC_CR MMIO32(0x40023800)       // 5.3.1
#define RCC_PLLCFGR MMIO32(0x40023804)  // 5.3.2
#define RCC_CFGR MMIO32(0x40023808)     // 5.3.3
#define RCC_AHB1ENR MMIO32(0x40023830)  // 5.3.10
#define RCC_AHB3ENR MMIO32(0x40023838)  // 5.3.12
#define RCC_APB1ENR MMIO32(0x40023840)  // 5.3.13
#define RCC_APB2ENR MMIO32(0x40023844)  // 5.3.14
#define RCC_CR_HSION (1u << 0)
#define RCC_CR_HSIRDY (1u << 1)
#define RCC_CR_HSEON (1u << 16)
#define RCC_CR_HSERDY (1u << 17)
#define RCC_CR_PLLON (1u << 24)
#define RCC_CR_PLLRDY (1u << 25)
#define RCC_PLLCFGR_PLLN_SHIFT 6
#define RCC_PLLCFGR_PLLP_SHIFT 16  // 0: divide by 2
#define RCC_PLLCFGR_PLLSRC_HSE (1u << 22)
#define RCC_PLLCFGR_PLLQ_SHIFT 24
#define RCC_PLLCFGR_RESERVED (1u << 29)  // reset value, to be kept
#define RCC_CFGR_SW_MASK (3u << 0)
#define RCC_CFGR_SW_HSI (0u << 0)
#define RCC_CFGR_SW_PLL (2u << 0)
#define RCC_CFGR_SWS_MASK (3u << 2)
#define RCC_CFGR_SWS_HSI (0u << 2)
#define RCC_CFGR_SWS_PLL (2u << 2)
#define RCC_CFGR_PPRE1_SHIFT 10
#define RCC_CFGR_PPRE2_SHIFT 13
#define RCC_CFGR_PPRE_DIV2 4u
#define RCC_CFGR_PPRE_DIV4 5u
#define RCC_CFGR_PPRE_DIV8 6u
#define RCC_AHB1ENR_GPIOAEN (1u << 0)
#define RCC_AHB1ENR_GPIOBEN (1u << 1)
#define RCC_AHB1ENR_GPIOCEN (1u << 2)
#define RCC_AHB1ENR_GPIODEN (1u << 3)
#define RCC_AHB1ENR_GPIOEEN (1u << 4)
#define RCC_AHB1ENR_GPIOFEN (1u << 5)
#define RCC_AHB1ENR_GPIOGEN (1u << 6)
#define RCC_AHB1ENR_GPIOHEN (1u << 7)
#define RCC_AHB3ENR_FMCEN (1u << 0)
#define RCC_APB1ENR_PWREN (1u << 28)
#define RCC_APB1ENR_UART7EN (1u << 30)
#define RCC_APB2ENR_USART1EN (1u << 4)
#define RCC_APB2ENR_USART6EN (1u << 5)

// General-purpose I/O: 6.4
#define GPIOA_BASE 0x40020000u
#define GPIOB_BASE 0x40020400u
#define GPIOC_BASE 0x40020800u
#define GPIOD_BASE 0x40020C00u
#define GPIOE_BASE 0x40021000u
#define GPIOF_BASE 0x40021400u
#define GPIOG_BASE 0x40021800u
#define GPIOH_BASE 0x40021C00u
#define GPIO_MODER(port) MMIO32((port) + 0x00)    // 6.4.1: two bits a pin, 2 is alternate function
#define GPIO_OSPEEDR(port) MMIO32((port) + 0x08)  // 6.4.3: two bits a pin, 3 is very high speed
#define GPIO_PUPDR(port) MMIO32((port) + 0x0C)    // 6.4.4: two bits a pin, 1 is pull-up
#define GPIO_AFR(port, pin) MMIO32((port) + 0x20 + (pin) / 8 * 4)  // 6.4.9, 6.4.10: four bits a pin

// Universal synchronous and asynchronous receivers and transmitters: 31.8
#define USART1_BASE 0x40011000u
#define USART6_BASE 0x40011400u
#define UART7_BASE 0x40007800u
#define USART_CR1(base) MMIO32((base) + 0x00)  // 31.8.1
#define USART_CR2(base) MMIO32((base) + 0x04)  // 31.8.2
#define USART_CR3(base) MMIO32((base) + 0x08)  // 31.8.3
#define USART_BRR(base) MMIO32((base) + 0x0C)  // 31.8.4
#define USART_ISR(base) MMIO32((base) + 0x1C)  // 31.8.8
#define USART_ICR(base) MMIO32((base) + 0x20)  // 31.8.9
#define USART_RDR(base) MMIO32((base) + 0x24)  // 31.8.10
#define USART_TDR(base) MMIO32((base) + 0x28)  // 31.8.11
#define USART_CR1_UE (1u << 0)
#define USART_CR1_RE (1u << 2)
#define USART_CR1_TE (1u << 3)
#define USART_CR1_RXNEIE (1u << 5)
#define USART_ISR_FE (1u << 1)
#define USART_ISR_NF (1u << 2)
#define USART_ISR_ORE (1u << 3)
#define USART_ISR_RXNE (1u << 5)
#define USART_ISR_TC (1u << 6)
#define USART_ISR_TXE (1u << 7)
#define USART_ICR_FECF (1u << 1)
#define USART_ICR_NCF (1u << 2)
#define USART_ICR_ORECF (1u << 3)

// Flexible memory controller, SDRAM controller: 13.7.5
#define FMC_SDCR1 MMIO32(0xA0000140)
#define FMC_SDTR1 MMIO32(0xA0000148)
#define FMC_SDCMR MMIO32(0xA0000150)
#define FMC_SDRTR MMIO32(0xA0000154)
#define FMC_SDSR MMIO32(0xA0000158)
#define FMC_SDCR_NC_8_BITS (0u << 0)
#define FMC_SDCR_NR_12_BITS (1u << 2)
#define FMC_SDCR_MWID_16_BITS (1u << 4)
#define FMC_SDCR_NB_4 (1u << 6)
#define FMC_SDCR_CAS_SHIFT 7
#define FMC_SDCR_SDCLK_SHIFT 10  // 2: HCLK / 2, 3: HCLK / 3
#define FMC_SDCR_RBURST (1u << 12)
#define FMC_SDTR_TMRD_SHIFT 0  // each field of SDTR is a number of SDCLK cycles less one
#define FMC_SDTR_TXSR_SHIFT 4
#define FMC_SDTR_TRAS_SHIFT 8
#define FMC_SDTR_TRC_SHIFT 12
#define FMC_SDTR_TWR_SHIFT 16
#define FMC_SDTR_TRP_SHIFT 20
#define FMC_SDTR_TRCD_SHIFT 24
#define FMC_SDCMR_MODE_CLOCK_ENABLE 1u
#define FMC_SDCMR_MODE_PRECHARGE_ALL 2u
#define FMC_SDCMR_MODE_AUTO_REFRESH 3u
#define FMC_SDCMR_MODE_LOAD_MODE_REGISTER 4u
#define FMC_SDCMR_CTB1 (1u << 4)
#define FMC_SDCMR_NRFS_SHIFT 5  // refreshes less one
#define FMC_SDCMR_MRD_SHIFT 9
#define FMC_SDRTR_COUNT_SHIFT 1
#define FMC_SDSR_BUSY (1u << 5)

// Interrupt numbers: 10.1.2
#define NVIC_USART1_IRQ 37u
#define NVIC_USART6_IRQ 71u
#define NVIC_UART7_IRQ 82u

#endif  // LAYERSCOPE_BOARD_DISCO_F746NG_REGISTERS_H_
