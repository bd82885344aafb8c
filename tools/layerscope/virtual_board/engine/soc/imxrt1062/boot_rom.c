// SPDX-License-Identifier: GPL-2.0-only
// What the boot ROM checks before it starts a program from FlexSPI NOR (IMXRT1060RM, chapter System Boot).
#include <string.h>

#include "core/core.h"
#include "soc/imxrt1062/imxrt1062.h"

static const uint32_t kFlash = 0x60000000, kIvt = 0x60001000;

static uint32_t word(machine* m, uint32_t address) { return machine_load_word(m, address); }

static bool in_flash(const imxrt1062* s, uint32_t address) {
  return address - s->flash->base < s->flash->size;
}

static void enter(machine* m, uint32_t entry) {
  uint32_t sp = 0x20208000;  // the ROM's own stack, in OCRAM (unconfirmed where)
  core_reset(m, 0x00200000);
  if (!(entry & 1)) {  // a vector table
    sp = word(m, entry);
    m->core->vtor = entry;
    entry = word(m, entry + 4);
  }
  cpu_set(m->cpu, CPU_SP, sp & ~3u);
  cpu_set(m->cpu, CPU_LR, 0xFFFFFFFF);
  cpu_set(m->cpu, CPU_PC, entry & ~1u);
}

void boot_rom_start(machine* m) {
  static const uint8_t kSerialMhz[] = {0, 30, 50, 60, 75, 80, 100, 120, 133, 166};
  imxrt1062* s = m->soc_state;
  uint32_t frequency = word(m, kFlash + 0x44) >> 16 & 0xFF, boot_data = word(m, kIvt + 16),
           entry = word(m, kIvt + 4);
  core_reset(m, 0x00200000);
  cpu_set(m->cpu, CPU_PC, kFlash);
  rt1062_boot_clocks(m, frequency < sizeof kSerialMhz ? kSerialMhz[frequency] : 0);
  if (word(m, kFlash) != 0x42464346) {
    machine_stop(
        m, "boot",
        "the boot ROM found no flash configuration block at 0x60000000 (tag 0x%08x instead of 0x42464346)",
        word(m, kFlash));
  } else if (word(m, kFlash + 4) >> 24 != 'V') {
    machine_stop(m, "boot", "the boot ROM refuses the flash configuration block: version 0x%08x",
                 word(m, kFlash + 4));
  } else if (frequency == 0 || frequency >= sizeof kSerialMhz) {
    machine_stop(m, "boot",
                 "the flash configuration block asks for serial clock %u, which is none (1 to 9 are)",
                 frequency);
  } else if ((word(m, kIvt) & 0x00FFFFFF) != 0x002000D1 || (word(m, kIvt) >> 28) != 4) {
    machine_stop(m, "boot", "the boot ROM found no image vector table at 0x60001000 (header 0x%08x)",
                 word(m, kIvt));
  } else if (word(m, kIvt + 20) != kIvt) {
    machine_stop(m, "boot", "the image vector table says it is at 0x%08x, but it is at 0x60001000",
                 word(m, kIvt + 20));
  } else if (!in_flash(s, boot_data)) {
    machine_stop(m, "boot", "the image vector table points to boot data at 0x%08x, outside the flash",
                 boot_data);
  } else if (word(m, boot_data) != kFlash) {
    machine_stop(m, "boot", "the boot data says the image begins at 0x%08x instead of 0x60000000",
                 word(m, boot_data));
  } else if (word(m, boot_data + 4) == 0 || word(m, boot_data + 4) > s->flash->size) {
    machine_stop(m, "boot", "the boot data says the image has %u bytes; the flash has %u",
                 word(m, boot_data + 4), s->flash->size);
  } else if (!in_flash(s, entry) || entry - kFlash >= word(m, boot_data + 4)) {
    machine_stop(m, "boot", "the entry point 0x%08x lies outside the image (%u bytes at 0x60000000)", entry,
                 word(m, boot_data + 4));
  } else {
    enter(m, entry);
  }
}
