// SPDX-License-Identifier: GPL-2.0-only
// GPIO1-5, and GPIO6-9 on the core's clock: the same pads, chosen by IOMUXC_GPR26-29 (IMXRT1060RM, chapter
// GPIO). A pin reads back what drives it; nothing outside drives any.
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum { DR = 0x00, GDIR = 0x04, PSR = 0x08, ISR = 0x18, DR_SET = 0x84, DR_CLEAR = 0x88, DR_TOGGLE = 0x8C };

static uint32_t* reg(machine* m, uint32_t address, uint32_t offset) {
  return rt1062_register(m, (address & ~0x3FFFu) + offset);
}

uint32_t rt1062_gpio_read(machine* m, uint32_t address) {
  switch (address & 0x3FFF) {
    case DR:
    case PSR:
      return *reg(m, address, DR) & *reg(m, address, GDIR);
    case DR_SET:
    case DR_CLEAR:
    case DR_TOGGLE:
      return *reg(m, address, DR);
    default:
      return rt1062_stored(m, address);
  }
}

void rt1062_gpio_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t *data = reg(m, address, DR), bits = soc_merge(0, address, size, value);
  switch (address & 0x3FFC) {
    case PSR:
      machine_refuse(m, "read_only", "a write to GPIO_PSR (0x%08x), which can only be read", address);
      break;
    case ISR:
      *reg(m, address, ISR) &= ~bits;
      break;
    case DR_SET:
      *data |= bits;
      break;
    case DR_CLEAR:
      *data &= ~bits;
      break;
    case DR_TOGGLE:
      *data ^= bits;
      break;
    default:
      rt1062_keep(m, address, size, value);
      break;
  }
}
