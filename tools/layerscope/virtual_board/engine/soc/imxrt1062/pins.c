// SPDX-License-Identifier: GPL-2.0-only
// From the chip's pads to the serial ports that Teensy 4.0 brings out: multiplexer, pad settings, and the
// daisy chain of the receiver (IMXRT1060RM, chapter IOMUXC; PJRC's schematic says which pad is which pin).
#include <stdio.h>

#include "soc/imxrt1062/imxrt1062.h"

typedef struct {
  unsigned port;
  bool transmit;
  const char* pad;
  uint32_t mux, control, daisy, daisy_value;  // daisy 0: there is none to set
  const char* pin;
} route;

static const route kRoutes[] = {
    {2, true, "GPIO_AD_B1_02", 0x401F8104, 0x401F82F4, 0, 0, "14"},
    {2, false, "GPIO_AD_B1_03", 0x401F8108, 0x401F82F8, 0x401F852C, 1, "15"},
    {6, true, "GPIO_AD_B0_02", 0x401F80C4, 0x401F82B4, 0, 0, "1"},
    {6, false, "GPIO_AD_B0_03", 0x401F80C8, 0x401F82B8, 0x401F8550, 1, "0"},
};
enum { kAlternate = 2, kDriveStrength = 7 << 3 };

bool pins_reach_lpuart(machine* m, unsigned number, bool transmit, char* why, size_t size) {
  for (size_t i = 0; i < sizeof kRoutes / sizeof *kRoutes; i++) {
    const route* r = &kRoutes[i];
    if (r->port != number || r->transmit != transmit) continue;
    uint32_t mux = rt1062_stored(m, r->mux) & 15, control = rt1062_stored(m, r->control);
    uint32_t daisy = r->daisy != 0 ? rt1062_stored(m, r->daisy) & 1 : 0;
    if (mux != kAlternate)
      snprintf(why, size, "pin %s (IOMUXC_SW_MUX_CTL_PAD_%s) has ALT%u instead of ALT%d", r->pin, r->pad, mux,
               kAlternate);
    else if (transmit && !(control & kDriveStrength))
      snprintf(why, size, "the driver of pin %s is off (IOMUXC_SW_PAD_CTL_PAD_%s, DSE 0)", r->pin, r->pad);
    else if (daisy != r->daisy_value && r->daisy != 0)
      snprintf(why, size, "IOMUXC_LPUART%u_RX_SELECT_INPUT is %u instead of %u (%s)", number, daisy,
               r->daisy_value, r->pad);
    else
      return true;
    return false;
  }
  return true;  // no pin that anything is attached to
}
