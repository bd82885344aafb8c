// SPDX-License-Identifier: Apache-2.0
// Peripherals of the STM32F746 as structures, the way a vendor's headers have them (RM0385; ARMv7-M ARM).
#pragma once

#include <stdint.h>

typedef struct {
  volatile uint32_t CR, PLLCFGR, CFGR, CIR, AHB1RSTR, AHB2RSTR, AHB3RSTR, unused_1c, APB1RSTR, APB2RSTR,
      unused_28, unused_2c, AHB1ENR, AHB2ENR, AHB3ENR, unused_3c, APB1ENR, APB2ENR;
} rcc_registers;
typedef struct {
  volatile uint32_t CR1, CSR1;
} pwr_registers;
typedef struct {
  volatile uint32_t ACR, KEYR, OPTKEYR, SR, CR, OPTCR, OPTCR1;
} flash_registers;
typedef struct {
  volatile uint32_t MODER, OTYPER, OSPEEDR, PUPDR, IDR, ODR, BSRR, LCKR, AFR[2];
} gpio_registers;
typedef struct {
  volatile uint32_t CR1, CR2, CR3, BRR, GTPR, RTOR, RQR, ISR, ICR, RDR, TDR;
} usart_registers;
typedef struct {
  volatile uint32_t CR, NDTR, PAR, M0AR, M1AR, FCR;
} dma_stream_registers;
typedef struct {
  volatile uint32_t LISR, HISR, LIFCR, HIFCR;
  dma_stream_registers S[8];
} dma_registers;
typedef struct {
  volatile uint32_t MEMRMP, PMC, EXTICR[4];
} syscfg_registers;
typedef struct {
  volatile uint32_t IMR, EMR, RTSR, FTSR, SWIER, PR;
} exti_registers;
typedef struct {
  volatile uint32_t CR1, CR2, SMCR, DIER, SR, EGR, CCMR1, CCMR2, CCER, CNT, PSC, ARR, RCR, CCR1;
} timer_registers;
typedef struct {
  volatile uint32_t CTRL, LOAD, VAL, CALIB;
} systick_registers;
typedef struct {
  volatile uint32_t TYPE, CTRL, RNR, RBAR, RASR;
} mpu_registers;
typedef struct {
  volatile uint32_t CPUID, ICSR, VTOR, AIRCR, SCR, CCR;
  volatile uint8_t SHPR[12];
  volatile uint32_t SHCSR;
} scb_registers;

#define RCC ((rcc_registers*)0x40023800)
#define RCC_CSR (*(volatile uint32_t*)0x40023874)
#define RCC_DCKCFGR2 (*(volatile uint32_t*)0x40023890)
#define PWR ((pwr_registers*)0x40007000)
#define FLASH ((flash_registers*)0x40023C00)
#define GPIO(letter) ((gpio_registers*)(0x40020000 + 0x400 * ((letter) - 'A')))
#define TIM2 ((timer_registers*)0x40000000)
#define TIM5 ((timer_registers*)0x40000C00)
#define TIM6 ((timer_registers*)0x40001000)
#define DMA1 ((dma_registers*)0x40026000)
#define USART1 ((usart_registers*)0x40011000)
#define USART6 ((usart_registers*)0x40011400)
#define UART7 ((usart_registers*)0x40007800)
#define SYSCFG ((syscfg_registers*)0x40013800)
#define EXTI ((exti_registers*)0x40013C00)
#define SYSTICK ((systick_registers*)0xE000E010)
#define MPU ((mpu_registers*)0xE000ED90)
#define SCB ((scb_registers*)0xE000ED00)
#define SCB_CCSIDR (*(volatile uint32_t*)0xE000ED80)
#define SCB_CSSELR (*(volatile uint32_t*)0xE000ED84)
#define SCB_CPACR (*(volatile uint32_t*)0xE000ED88)
#define SCB_ICIALLU (*(volatile uint32_t*)0xE000EF50)
#define SCB_DCISW (*(volatile uint32_t*)0xE000EF60)
#define NVIC_ISER ((volatile uint32_t*)0xE000E100)
#define NVIC_IPR ((volatile uint8_t*)0xE000E400)
#define COREDEBUG_DEMCR (*(volatile uint32_t*)0xE000EDFC)
#define DWT_CTRL (*(volatile uint32_t*)0xE0001000)
#define DWT_CYCCNT (*(volatile uint32_t*)0xE0001004)
#define DWT_LAR (*(volatile uint32_t*)0xE0001FB0)
#define DBGMCU_IDCODE (*(volatile uint32_t*)0xE0042000)
#define FLASH_KILOBYTES (*(volatile uint16_t*)0x1FF0F442)
#define UNIQUE_ID ((volatile uint32_t*)0x1FF0F420)

#define DSB() __asm__ volatile("dsb" ::: "memory")
#define ISB() __asm__ volatile("isb" ::: "memory")
#define WFI() __asm__ volatile("wfi" ::: "memory")

// A bit that was just written is read back before its effect is relied upon, as vendors' macros do.
#define SET_AND_READ(r, bits)     \
  do {                            \
    (r) |= (bits);                \
    volatile uint32_t seen = (r); \
    (void)seen;                   \
  } while (0)
#define CHANGE(r, mask, bits) ((r) = ((r) & ~(uint32_t)(mask)) | (bits))
