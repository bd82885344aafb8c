// SPDX-License-Identifier: Apache-2.0
// The Cortex-M7's own registers, by their names in the ARMv7-M Architecture Reference Manual (DDI0403E, whose
// sections are given) and in the STM32F7 programming manual (PM0253).
#ifndef LAYERSCOPE_BOARD_CORTEX_M7_REGISTERS_H_
#define LAYERSCOPE_BOARD_CORTEX_M7_REGISTERS_H_

#include <cstdint>

#define MMIO32(address) (*reinterpret_cast<volatile uint32_t*>(address))

// System control block: B3.2.2, PM0253 4.3
#define SCB_CPUID MMIO32(0xE000ED00)  // B3.2.3
#define SCB_ICSR MMIO32(0xE000ED04)   // B3.2.4
#define SCB_VTOR MMIO32(0xE000ED08)   // B3.2.5
#define SCB_AIRCR MMIO32(0xE000ED0C)  // B3.2.6
#define SCB_CCR MMIO32(0xE000ED14)    // B3.2.8
#define SCB_SHCSR MMIO32(0xE000ED24)  // B3.2.13
#define SCB_CFSR MMIO32(0xE000ED28)   // B3.2.15
#define SCB_HFSR MMIO32(0xE000ED2C)   // B3.2.16
#define SCB_MMFAR MMIO32(0xE000ED34)  // B3.2.18
#define SCB_BFAR MMIO32(0xE000ED38)   // B3.2.19
#define SCB_CPACR MMIO32(0xE000ED88)  // B3.2.20

#define SCB_ICSR_PENDSTCLR (1u << 25)
#define SCB_AIRCR_VECTKEY (0x05FAu << 16)
#define SCB_AIRCR_SYSRESETREQ (1u << 2)
#define SCB_CCR_DIV_0_TRP (1u << 4)
#define SCB_CCR_DC (1u << 16)
#define SCB_CCR_IC (1u << 17)
#define SCB_CCR_BP (1u << 18)
#define SCB_SHCSR_MEMFAULTENA (1u << 16)
#define SCB_SHCSR_BUSFAULTENA (1u << 17)
#define SCB_SHCSR_USGFAULTENA (1u << 18)
#define SCB_CPACR_CP10_CP11_FULL (0xFu << 20)

// MemManage, BusFault and UsageFault status, the three parts of SCB_CFSR: B3.2.15
#define SCB_CFSR_IACCVIOL (1u << 0)
#define SCB_CFSR_DACCVIOL (1u << 1)
#define SCB_CFSR_MUNSTKERR (1u << 3)
#define SCB_CFSR_MSTKERR (1u << 4)
#define SCB_CFSR_MLSPERR (1u << 5)
#define SCB_CFSR_MMARVALID (1u << 7)
#define SCB_CFSR_IBUSERR (1u << 8)
#define SCB_CFSR_PRECISERR (1u << 9)
#define SCB_CFSR_IMPRECISERR (1u << 10)
#define SCB_CFSR_UNSTKERR (1u << 11)
#define SCB_CFSR_STKERR (1u << 12)
#define SCB_CFSR_LSPERR (1u << 13)
#define SCB_CFSR_BFARVALID (1u << 15)
#define SCB_CFSR_UNDEFINSTR (1u << 16)
#define SCB_CFSR_INVSTATE (1u << 17)
#define SCB_CFSR_INVPC (1u << 18)
#define SCB_CFSR_NOCP (1u << 19)
#define SCB_CFSR_UNALIGNED (1u << 24)
#define SCB_CFSR_DIVBYZERO (1u << 25)
#define SCB_HFSR_VECTTBL (1u << 1)

// Cache identification (B4.8.4 and B4.8.5) and maintenance (B3.2.1, B2.2.7; PM0253 4.8)
#define SCB_CCSIDR MMIO32(0xE000ED80)
#define SCB_CSSELR MMIO32(0xE000ED84)
#define SCB_ICIALLU MMIO32(0xE000EF50)
#define SCB_DCISW MMIO32(0xE000EF60)
#define SCB_DCCISW MMIO32(0xE000EF74)
#define SCB_BPIALL MMIO32(0xE000EF78)

// Memory protection unit: B3.5, PM0253 4.6
#define MPU_TYPE MMIO32(0xE000ED90)  // B3.5.4
#define MPU_CTRL MMIO32(0xE000ED94)  // B3.5.5
#define MPU_RNR MMIO32(0xE000ED98)   // B3.5.6
#define MPU_RBAR MMIO32(0xE000ED9C)  // B3.5.7
#define MPU_RASR MMIO32(0xE000EDA0)  // B3.5.8

#define MPU_CTRL_ENABLE (1u << 0)
#define MPU_RASR_ENABLE (1u << 0)
#define MPU_RASR_SIZE_SHIFT 1  // the region is 2^(SIZE + 1) bytes
#define MPU_RASR_SRD_SHIFT 8   // a set bit disables an eighth of the region
#define MPU_RASR_B (1u << 16)
#define MPU_RASR_C (1u << 17)
#define MPU_RASR_TEX_SHIFT 19
#define MPU_RASR_AP_NONE (0u << 24)
#define MPU_RASR_AP_READ_WRITE (3u << 24)
#define MPU_RASR_AP_READ_ONLY (6u << 24)
#define MPU_RASR_XN (1u << 28)

// SysTick: B3.3, PM0253 4.4
#define SYST_CSR MMIO32(0xE000E010)  // B3.3.3
#define SYST_RVR MMIO32(0xE000E014)  // B3.3.4
#define SYST_CVR MMIO32(0xE000E018)  // B3.3.5
#define SYST_CSR_ENABLE (1u << 0)
#define SYST_CSR_TICKINT (1u << 1)
#define SYST_CSR_CLKSOURCE (1u << 2)  // the processor's clock

// Nested vectored interrupt controller: B3.4, PM0253 4.2. 32 interrupts a register.
#define NVIC_ISER(n) MMIO32(0xE000E100 + 4 * (n))  // B3.4.4
#define NVIC_ICER(n) MMIO32(0xE000E180 + 4 * (n))  // B3.4.5
#define NVIC_ICPR(n) MMIO32(0xE000E280 + 4 * (n))  // B3.4.7

// Data watchpoint and trace: C1.8; debug exception and monitor control: C1.6.5. The lock is CoreSight's
// (C1.8.7 leaves it to the implementation): the Cortex-M7 has it, and on the STM32F746 it is closed after
// reset.
#define DCB_DEMCR MMIO32(0xE000EDFC)
#define DCB_DEMCR_TRCENA (1u << 24)
#define DWT_CTRL MMIO32(0xE0001000)
#define DWT_CTRL_CYCCNTENA (1u << 0)
#define DWT_CYCCNT MMIO32(0xE0001004)
#define DWT_LAR MMIO32(0xE0001FB0)
#define DWT_LAR_UNLOCK 0xC5ACCE55u

#endif  // LAYERSCOPE_BOARD_CORTEX_M7_REGISTERS_H_
