// SPDX-License-Identifier: Apache-2.0
// i.MX RT1062 registers by their names in IMXRT1060RM; the chapter is given by its title, since its number
// changes between the manual's revisions.
#ifndef LAYERSCOPE_BOARD_TEENSY40_REGISTERS_H_
#define LAYERSCOPE_BOARD_TEENSY40_REGISTERS_H_

#include "../cortex_m7/registers.h"

#define MMIO16(address) (*reinterpret_cast<volatile uint16_t*>(address))

// Clock Controller Module (CCM): CCM memory map
#define CCM_CACRR MMIO32(0x400FC010)
#define CCM_CBCDR MMIO32(0x400FC014)
#define CCM_CBCMR MMIO32(0x400FC018)
#define CCM_CSCDR1 MMIO32(0x400FC024)
#define CCM_CDHIPR MMIO32(0x400FC048)
#define CCM_CCGR0 MMIO32(0x400FC068)
#define CCM_CCGR3 MMIO32(0x400FC074)
#define CCM_CCGR6 MMIO32(0x400FC080)
#define CCM_CACRR_ARM_PODF_DIV2 1u
#define CCM_CBCDR_IPG_PODF_MASK (3u << 8)
#define CCM_CBCDR_IPG_PODF_DIV4 (3u << 8)
#define CCM_CBCDR_AHB_PODF_MASK (7u << 10)
#define CCM_CBCDR_PERIPH_CLK_SEL (1u << 25)
#define CCM_CBCDR_PERIPH_CLK2_PODF_MASK (7u << 27)
#define CCM_CBCMR_PERIPH_CLK2_SEL_MASK (3u << 12)
#define CCM_CBCMR_PERIPH_CLK2_SEL_OSC (1u << 12)
#define CCM_CBCMR_PRE_PERIPH_CLK_SEL_MASK (3u << 18)
#define CCM_CBCMR_PRE_PERIPH_CLK_SEL_PLL1 (3u << 18)
#define CCM_CSCDR1_UART_CLK_PODF_MASK (0x3Fu << 0)
#define CCM_CSCDR1_UART_CLK_SEL_OSC (1u << 6)
#define CCM_CDHIPR_AHB_PODF_BUSY (1u << 1)
#define CCM_CDHIPR_PERIPH_CLK_SEL_BUSY (1u << 5)
#define CCM_CDHIPR_ARM_PODF_BUSY (1u << 16)
#define CCM_CCGR0_LPUART2_ON (3u << 28)
#define CCM_CCGR3_LPUART6_ON (3u << 6)
#define CCM_CCGR6_DCDC_ON (3u << 6)

// CCM Analog: PLLs
#define CCM_ANALOG_PLL_ARM MMIO32(0x400D8000)
#define CCM_ANALOG_PLL_ARM_DIV_SELECT_MASK 0x7Fu
#define CCM_ANALOG_PLL_ARM_POWERDOWN (1u << 12)
#define CCM_ANALOG_PLL_ARM_ENABLE (1u << 13)
#define CCM_ANALOG_PLL_ARM_LOCK (1u << 31)

// DCDC Converter
#define DCDC_REG0 MMIO32(0x40080000)
#define DCDC_REG3 MMIO32(0x4008000C)
#define DCDC_REG0_STS_DC_OK (1u << 31)
#define DCDC_REG3_TRG_MASK 0x1Fu

// IOMUXC: pads of the Teensy's pins (PJRC's schematic names which)
#define IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B0_02 MMIO32(0x401F80C4)  // pin 1
#define IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B0_03 MMIO32(0x401F80C8)  // pin 0
#define IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B1_02 MMIO32(0x401F8104)  // pin 14
#define IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B1_03 MMIO32(0x401F8108)  // pin 15
#define IOMUXC_SW_PAD_CTL_PAD_GPIO_AD_B0_02 MMIO32(0x401F82B4)
#define IOMUXC_SW_PAD_CTL_PAD_GPIO_AD_B0_03 MMIO32(0x401F82B8)
#define IOMUXC_SW_PAD_CTL_PAD_GPIO_AD_B1_02 MMIO32(0x401F82F4)
#define IOMUXC_SW_PAD_CTL_PAD_GPIO_AD_B1_03 MMIO32(0x401F82F8)
#define IOMUXC_LPUART2_RX_SELECT_INPUT MMIO32(0x401F852C)
#define IOMUXC_LPUART2_TX_SELECT_INPUT MMIO32(0x401F8530)
#define IOMUXC_LPUART6_RX_SELECT_INPUT MMIO32(0x401F8550)
#define IOMUXC_LPUART6_TX_SELECT_INPUT MMIO32(0x401F8554)
#define IOMUXC_MUX_MODE_ALT2 2u
#define IOMUXC_PAD_DSE_R0_6 (6u << 3)  // drive strength R0/6
#define IOMUXC_PAD_SPEED_MEDIUM (2u << 6)
#define IOMUXC_PAD_PKE (1u << 12)  // pull or keeper on
#define IOMUXC_PAD_PUE (1u << 13)  // pull
#define IOMUXC_PAD_PUS_22K_UP (3u << 14)
#define IOMUXC_PAD_HYS (1u << 16)

// Low Power Universal Asynchronous Receiver/Transmitter (LPUART)
#define LPUART2_BASE 0x40188000u
#define LPUART6_BASE 0x40198000u
#define LPUART_BAUD(base) MMIO32((base) + 0x10)
#define LPUART_STAT(base) MMIO32((base) + 0x14)
#define LPUART_CTRL(base) MMIO32((base) + 0x18)
#define LPUART_DATA(base) MMIO32((base) + 0x1C)
#define LPUART_FIFO(base) MMIO32((base) + 0x28)
#define LPUART_WATER(base) MMIO32((base) + 0x2C)
#define LPUART_BAUD_OSR_SHIFT 24
#define LPUART_STAT_FE (1u << 17)
#define LPUART_STAT_NF (1u << 18)
#define LPUART_STAT_OR (1u << 19)
#define LPUART_STAT_RDRF (1u << 21)
#define LPUART_STAT_TC (1u << 22)
#define LPUART_STAT_TDRE (1u << 23)
#define LPUART_CTRL_RE (1u << 18)
#define LPUART_CTRL_TE (1u << 19)
#define LPUART_CTRL_RIE (1u << 21)
#define LPUART_CTRL_ORIE (1u << 27)

// Watchdog Timer (WDOG1, WDOG2) and RTWDOG (WDOG3)
#define WDOG1_WMCR MMIO16(0x400B8008)
#define WDOG2_WMCR MMIO16(0x400D0008)
#define WDOG_WMCR_PDE (1u << 0)
#define RTWDOG_CS MMIO32(0x400BC000)
#define RTWDOG_CNT MMIO32(0x400BC004)
#define RTWDOG_TOVAL MMIO32(0x400BC008)
#define RTWDOG_CS_EN (1u << 7)
#define RTWDOG_CS_UPDATE (1u << 5)
#define RTWDOG_CNT_UNLOCK 0xD928C520u

// Interrupt numbers: Interrupts, DMA Events and XBAR Assignments
#define NVIC_LPUART2_IRQ 21u
#define NVIC_LPUART6_IRQ 25u

#endif  // LAYERSCOPE_BOARD_TEENSY40_REGISTERS_H_
