// SPDX-License-Identifier: GPL-2.0-only
// GPIO1-5, and GPIO6-9 on the core's clock: the same pads, chosen by IOMUXC_GPR26-29 (IMXRT1060RM, chapter
// GPIO). A pin reads back what drives it. Nothing outside drives any: an input is what its pull-up makes of
// it.
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum { DR = 0x00, GDIR = 0x04, PSR = 0x08, ISR = 0x18, DR_SET = 0x84, DR_CLEAR = 0x88, DR_TOGGLE = 0x8C };

static uint32_t* reg(machine* m, uint32_t address, uint32_t offset) {
  return rt1062_register(m, (address & ~0x3FFFu) + offset);
}

// Which pads lie at the bits of GPIO1-4, and of GPIO6-9 (IMXRT1060RM, chapter "External Signals and Pin
// Multiplexing"): their control registers follow each other as the pads do.
static const struct {
  uint32_t port, first, count, control;
} kPads[] = {
    {1, 0, 16, 0x401F82AC},   // GPIO_AD_B0
    {1, 16, 16, 0x401F82EC},  // GPIO_AD_B1
    {2, 0, 16, 0x401F832C},   // GPIO_B0
    {2, 16, 16, 0x401F836C},  // GPIO_B1
    {3, 0, 12, 0x401F83C4},   // GPIO_SD_B1
    {3, 12, 6, 0x401F83AC},   // GPIO_SD_B0
    {3, 18, 10, 0x401F8284},  // GPIO_EMC_32 to 41
    {4, 0, 32, 0x401F8204},   // GPIO_EMC_00 to 31
};
enum { kMuxBefore = 0x1F0 };  // from a pad's control register back to its multiplexer
enum { PAD_PKE = 1 << 12, PAD_PUE = 1 << 13, PAD_PUS = 3 << 14 };  // PUS 0 pulls down

static uint32_t pulled_up(machine* m, uint32_t address) {
  uint32_t slot = address >> 14 & 255, pulls = 0;
  uint32_t port = address >> 24 == 0x42 ? (slot & 3) + 1 : slot - (0x1B8000 >> 14) + 1;
  for (size_t i = 0; i < sizeof kPads / sizeof *kPads; i++) {
    if (kPads[i].port != port) continue;
    for (uint32_t n = 0; n < kPads[i].count; n++) {
      uint32_t control = rt1062_stored(m, kPads[i].control + 4 * n);
      bool is_gpio = (rt1062_stored(m, kPads[i].control + 4 * n - kMuxBefore) & 15) == 5;
      bool up = is_gpio && (control & PAD_PKE) && (control & PAD_PUE) && (control & PAD_PUS);
      pulls |= (uint32_t)up << (kPads[i].first + n);
    }
  }
  return pulls;
}

uint32_t rt1062_gpio_read(machine* m, uint32_t address) {
  uint32_t direction = *reg(m, address, GDIR);
  switch (address & 0x3FFF) {
    case DR:
    case PSR:
      return (*reg(m, address, DR) & direction) | (pulled_up(m, address) & ~direction);
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
