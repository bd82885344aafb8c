// SPDX-License-Identifier: GPL-2.0-only
// USB controllers to which nothing is connected (IMXRT1060RM, chapter USB): start-up passes, no host ever
// enumerates, and no interrupt comes.
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum {
  USB = 0x402E0000,
  USBCMD = 0x140,
  USBSTS = 0x144,
  PORTSC1 = 0x184,
  ENDPTSETUPSTAT = 0x1AC,
  ENDPTPRIME = 0x1B0,
  ENDPTFLUSH = 0x1B4,
  ENDPTSTAT = 0x1B8,
  ENDPTCOMPLETE = 0x1BC,
};
enum { CMD_RST = 2 };

uint32_t usb_read(machine* m, uint32_t address) {
  if ((address & 0xFFF) >= 0x800 || (address & 0x1FF) != USBCMD) return rt1062_stored(m, address);
  return rt1062_stored(m, address) & ~(uint32_t)CMD_RST;  // a reset is over at once
}

// The bits of these go out when one is written.
static bool clears_by_ones(uint32_t offset) {
  return offset == USBSTS || offset == ENDPTSETUPSTAT || offset == ENDPTCOMPLETE;
}

void usb_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t offset = address & 0x1FC, *r = rt1062_register(m, address & ~3u);
  if ((address & 0xFFF) >= 0x800) {
    rt1062_keep(m, address, size, value);
  } else if (clears_by_ones(offset)) {
    *r &= ~value;
  } else if (offset == ENDPTPRIME || offset == ENDPTFLUSH || offset == ENDPTSTAT || offset < 0x80) {
    return;  // done at once: there is nobody to talk to; or read-only
  } else if (offset == PORTSC1) {
    *r = 0x10000000 | (value & 0x0FFFFF00 & ~0x03000C00u);  // nothing connected
  } else {
    uint32_t before = *r;
    *r = soc_merge(*r, address, size, value);
    if (offset == USBCMD && *r & CMD_RST) *r = before & 0x00080000;
  }
}
