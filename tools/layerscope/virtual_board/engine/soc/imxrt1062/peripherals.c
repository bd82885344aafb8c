// SPDX-License-Identifier: GPL-2.0-only
// What lies where, and behind which clock gate (IMXRT1060RM: Memory Maps; CCM, CCM_CCGR0 to CCM_CCGR7).
#include "soc/imxrt1062/imxrt1062.h"

#define GATE(n, k) (16 * (n) + (k))
enum { ON = -1 };

// Modelled: what a program reads back follows from what it did, or nothing in it changes by itself.
#define KEPT(base, gate, name) \
  { base, gate, name, NULL, NULL, true }
#define BLOCK(base, gate, name, read, write) \
  { base, gate, name, read, write, true }
#define NO_MODEL(base, gate, name) \
  { base, gate, name, NULL, NULL, false }

static const rt1062_peripheral kPeripherals[] = {
    KEPT(0x4007C000, ON, "AIPS1"),
    BLOCK(0x40080000, GATE(6, 3), "DCDC", dcdc_read, dcdc_write),
    BLOCK(0x40084000, GATE(1, 6), "PIT", pit_read, pit_write),
    NO_MODEL(0x40094000, GATE(3, 10), "ACMP"),
    KEPT(0x400A4000, GATE(3, 15), "IOMUXC_SNVS_GPR"),
    KEPT(0x400A8000, GATE(2, 2), "IOMUXC_SNVS"),
    BLOCK(0x400AC000, GATE(4, 2), "IOMUXC_GPR", NULL, gpr_write),
    KEPT(0x400B0000, GATE(3, 9), "FLEXRAM"),
    NO_MODEL(0x400B4000, GATE(3, 7), "EWM"),
    BLOCK(0x400B8000, GATE(3, 8), "WDOG1", wdog_read, wdog_write),
    BLOCK(0x400BC000, GATE(5, 2), "RTWDOG", rtwdog_read, rtwdog_write),
    BLOCK(0x400C0000, GATE(1, 15), "GPIO5", rt1062_gpio_read, rt1062_gpio_write),
    BLOCK(0x400C4000, GATE(1, 8), "ADC1", adc_read, adc_write),
    BLOCK(0x400C8000, GATE(1, 4), "ADC2", adc_read, adc_write),
    BLOCK(0x400CC000, GATE(6, 6), "TRNG", trng_read, NULL),
    BLOCK(0x400D0000, GATE(5, 5), "WDOG2", wdog_read, wdog_write),
    BLOCK(0x400D4000, GATE(5, 15), "SNVS", snvs_read, snvs_write),
    BLOCK(0x400D8000, GATE(6, 11), "CCM_ANALOG", analog_read, analog_write),
    NO_MODEL(0x400DC000, GATE(1, 14), "CSU"),
    NO_MODEL(0x400E0000, GATE(4, 5), "TSC"),
    NO_MODEL(0x400E8000, GATE(5, 3), "DMA0"),
    NO_MODEL(0x400EC000, GATE(5, 3), "DMAMUX"),
    KEPT(0x400F4000, ON, "GPC"),
    BLOCK(0x400F8000, ON, "SRC", NULL, src_write),
    BLOCK(0x400FC000, ON, "CCM", ccm_read, ccm_write),
    KEPT(0x4017C000, ON, "AIPS2"),
    KEPT(0x40180000, GATE(5, 0), "ROMC"),
    BLOCK(0x40184000, GATE(5, 12), "LPUART1", lpuart_read, lpuart_write),
    BLOCK(0x40188000, GATE(0, 14), "LPUART2", lpuart_read, lpuart_write),
    BLOCK(0x4018C000, GATE(0, 6), "LPUART3", lpuart_read, lpuart_write),
    BLOCK(0x40190000, GATE(1, 12), "LPUART4", lpuart_read, lpuart_write),
    BLOCK(0x40194000, GATE(3, 1), "LPUART5", lpuart_read, lpuart_write),
    BLOCK(0x40198000, GATE(3, 3), "LPUART6", lpuart_read, lpuart_write),
    BLOCK(0x4019C000, GATE(5, 13), "LPUART7", lpuart_read, lpuart_write),
    BLOCK(0x401A0000, GATE(6, 7), "LPUART8", lpuart_read, lpuart_write),
    NO_MODEL(0x401AC000, GATE(5, 1), "FLEXIO1"),
    NO_MODEL(0x401B0000, GATE(3, 0), "FLEXIO2"),
    BLOCK(0x401B8000, GATE(1, 13), "GPIO1", rt1062_gpio_read, rt1062_gpio_write),
    BLOCK(0x401BC000, GATE(0, 15), "GPIO2", rt1062_gpio_read, rt1062_gpio_write),
    BLOCK(0x401C0000, GATE(2, 13), "GPIO3", rt1062_gpio_read, rt1062_gpio_write),
    BLOCK(0x401C4000, GATE(3, 6), "GPIO4", rt1062_gpio_read, rt1062_gpio_write),
    NO_MODEL(0x401D0000, GATE(0, 7), "CAN1"),
    NO_MODEL(0x401D4000, GATE(0, 9), "CAN2"),
    NO_MODEL(0x401D8000, GATE(7, 3), "CAN3"),
    NO_MODEL(0x401DC000, GATE(6, 13), "TMR1"),
    NO_MODEL(0x401E0000, GATE(6, 14), "TMR2"),
    NO_MODEL(0x401E4000, GATE(6, 15), "TMR3"),
    NO_MODEL(0x401E8000, GATE(6, 8), "TMR4"),
    BLOCK(0x401EC000, GATE(1, 10), "GPT1", gpt_read, gpt_write),
    BLOCK(0x401F0000, GATE(0, 12), "GPT2", gpt_read, gpt_write),
    BLOCK(0x401F4000, GATE(2, 6), "OCOTP", ocotp_read, ocotp_write),
    KEPT(0x401F8000, GATE(4, 1), "IOMUXC"),
    NO_MODEL(0x401FC000, GATE(5, 4), "KPP"),
    KEPT(0x4027C000, ON, "AIPS3"),
    BLOCK(0x402A4000, GATE(7, 1), "FLEXSPI2", flexspi_read, flexspi_write),
    BLOCK(0x402A8000, GATE(6, 5), "FLEXSPI", flexspi_read, flexspi_write),
    NO_MODEL(0x402B4000, GATE(2, 15), "PXP"),
    NO_MODEL(0x402B8000, GATE(2, 14), "LCDIF"),
    NO_MODEL(0x402BC000, GATE(2, 1), "CSI"),
    NO_MODEL(0x402C0000, GATE(6, 1), "USDHC1"),
    NO_MODEL(0x402C4000, GATE(6, 2), "USDHC2"),
    NO_MODEL(0x402D4000, GATE(7, 0), "ENET2"),
    NO_MODEL(0x402D8000, GATE(1, 5), "ENET"),
    BLOCK(0x402E0000, GATE(6, 0), "USB", usb_read, usb_write),
    NO_MODEL(0x402F0000, GATE(3, 2), "SEMC"),
    NO_MODEL(0x402FC000, GATE(0, 5), "DCP"),
    KEPT(0x4037C000, ON, "AIPS4"),
    NO_MODEL(0x40380000, GATE(5, 7), "SPDIF"),
    NO_MODEL(0x40384000, GATE(5, 9), "SAI1"),
    NO_MODEL(0x40388000, GATE(5, 10), "SAI2"),
    NO_MODEL(0x4038C000, GATE(5, 11), "SAI3"),
    NO_MODEL(0x40394000, GATE(1, 0), "LPSPI1"),
    NO_MODEL(0x40398000, GATE(1, 1), "LPSPI2"),
    NO_MODEL(0x4039C000, GATE(1, 2), "LPSPI3"),
    NO_MODEL(0x403A0000, GATE(1, 3), "LPSPI4"),
    NO_MODEL(0x403B0000, ON, "ADC_ETC"),
    NO_MODEL(0x403B4000, GATE(3, 4), "AOI1"),
    NO_MODEL(0x403B8000, GATE(1, 7), "AOI2"),
    KEPT(0x403BC000, GATE(2, 11), "XBARA1"),
    KEPT(0x403C0000, GATE(2, 12), "XBARB2"),
    KEPT(0x403C4000, GATE(2, 7), "XBARB3"),
    NO_MODEL(0x403C8000, GATE(4, 12), "ENC1"),
    NO_MODEL(0x403CC000, GATE(4, 13), "ENC2"),
    NO_MODEL(0x403D0000, GATE(4, 14), "ENC3"),
    NO_MODEL(0x403D4000, GATE(4, 15), "ENC4"),
    NO_MODEL(0x403DC000, GATE(4, 8), "PWM1"),
    NO_MODEL(0x403E0000, GATE(4, 9), "PWM2"),
    NO_MODEL(0x403E4000, GATE(4, 10), "PWM3"),
    NO_MODEL(0x403E8000, GATE(4, 11), "PWM4"),
    NO_MODEL(0x403EC000, GATE(4, 3), "BEE"),
    NO_MODEL(0x403F0000, GATE(2, 3), "LPI2C1"),
    NO_MODEL(0x403F4000, GATE(2, 4), "LPI2C2"),
    NO_MODEL(0x403F8000, GATE(2, 5), "LPI2C3"),
    NO_MODEL(0x403FC000, GATE(6, 12), "LPI2C4"),
};
static const rt1062_peripheral kFastGpio =
    BLOCK(0x42000000, ON, "GPIO6-9", rt1062_gpio_read, rt1062_gpio_write);

const rt1062_peripheral* rt1062_peripheral_at(uint32_t address) {
  static const rt1062_peripheral* slots[256];
  static bool built;
  if (!built)
    for (size_t i = 0; i < sizeof kPeripherals / sizeof *kPeripherals; i++)
      slots[(kPeripherals[i].base - 0x40000000) >> 14] = &kPeripherals[i];
  built = true;
  if (address - kFastGpio.base < 0x10000) return &kFastGpio;
  return address - 0x40000000 < 0x400000 ? slots[(address - 0x40000000) >> 14] : NULL;
}

bool rt1062_gate_on(machine* m, int gate) {
  uint32_t field = rt1062_stored(m, 0x400FC068 + 4 * ((uint32_t)gate >> 4)) >> 2 * (gate & 15) & 3;
  return field & 1;  // 1: while the core runs, 3: also while it waits
}
