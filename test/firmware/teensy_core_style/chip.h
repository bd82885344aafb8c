// SPDX-License-Identifier: Apache-2.0
// Registers of the i.MX RT1062 that the program uses, by the names of IMXRT1060RM, and what its files share.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define R32(address) (*(volatile uint32_t*)(address))
#define R16(address) (*(volatile uint16_t*)(address))

#define CCM_CACRR R32(0x400FC010)
#define CCM_CBCDR R32(0x400FC014)
#define CCM_CBCMR R32(0x400FC018)
#define CCM_CSCMR1 R32(0x400FC01C)
#define CCM_CSCDR1 R32(0x400FC024)
#define CCM_CDHIPR R32(0x400FC048)
#define CCM_CCGR(n) R32(0x400FC068 + 4 * (n))
#define PLL_ARM R32(0x400D8000)
#define PLL_USB1 R32(0x400D8010)
#define PLL_USB1_SET R32(0x400D8014)
#define PFD_480 R32(0x400D80F0)
#define PFD_480_SET R32(0x400D80F4)
#define PFD_528 R32(0x400D8100)
#define PFD_528_SET R32(0x400D8104)
#define PMU_REG_3P0 R32(0x400D8120)
#define PMU_MISC0_SET R32(0x400D8154)
#define TEMPSENSE0 R32(0x400D8180)
#define TEMPSENSE1 R32(0x400D8190)
#define USBPHY1_PWD R32(0x400D9000)
#define USBPHY1_CTRL_SET R32(0x400D9034)
#define USBPHY1_CTRL_CLR R32(0x400D9038)
#define DCDC_REG0 R32(0x40080000)
#define DCDC_REG3 R32(0x4008000C)
#define PIT_MCR R32(0x40084000)
#define PIT_LDVAL(n) R32(0x40084100 + 16 * (n))
#define PIT_TCTRL(n) R32(0x40084108 + 16 * (n))
#define PIT_TFLG(n) R32(0x4008410C + 16 * (n))
#define IOMUXC_GPR(n) R32(0x400AC000 + 4 * (n))
#define SNVS_HPCR R32(0x400D4008)
#define SNVS_LPCR R32(0x400D4038)
#define SNVS_LPSRTCMR R32(0x400D4050)
#define SNVS_LPSRTCLR R32(0x400D4054)
#define OCOTP_ANA1 R32(0x401F44E0)
#define OCOTP_MAC0 R32(0x401F4620)
#define USB1_BURSTSIZE R32(0x402E0160)
#define USB1_USBCMD R32(0x402E0140)
#define USB1_USBINTR R32(0x402E0148)
#define USB1_ENDPOINTLISTADDR R32(0x402E0158)
#define USB1_USBMODE R32(0x402E01A8)

#define SCB_VTOR R32(0xE000ED08)
#define SCB_CCR R32(0xE000ED14)
#define SCB_SHPR3 R32(0xE000ED20)
#define SCB_SHCSR R32(0xE000ED24)
#define SCB_CPACR R32(0xE000ED88)
#define SYST_CSR R32(0xE000E010)
#define SYST_RVR R32(0xE000E014)
#define SYST_CVR R32(0xE000E018)
#define DEMCR R32(0xE000EDFC)
#define DWT_CTRL R32(0xE0001000)
#define DWT_CYCCNT R32(0xE0001004)

#define FLASH_CODE __attribute__((section(".flash_code"), noinline))

enum { kInterrupts = 160, kUsbInterrupt = 113, kPitInterrupt = 122, kLpuart2Interrupt = 21 };

typedef void (*handler)(void);
extern handler volatile vectors[16 + kInterrupts];
void interrupt_attach(unsigned number, handler h, uint8_t priority);

// memory_protection.c
void memory_protection_and_caches(void);
// clocks.c
void pfds_restart(void);
void usb_pll_start(void);
uint32_t core_clock_set(uint32_t hz);
extern volatile uint32_t core_hz, cycles_to_microseconds;
// ticks.c
void ticks_start(void);
uint32_t millis(void);
uint32_t micros(void);
void delay(uint32_t milliseconds);
// blocks.c
void timers_and_clock_start(void);
void converters_start(void);
void pulses_start(void);
void usb_start(void);
int32_t temperature(void);
uint32_t seconds(void);
// serial.c
void serial_begin(uint32_t baud);
int serial_read(void);
void serial_write(uint8_t byte);
void serial_print(const char* text);
void serial_number(const char* name, uint32_t value);
// main.c
int main(void);
