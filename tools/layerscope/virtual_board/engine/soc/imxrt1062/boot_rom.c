// SPDX-License-Identifier: GPL-2.0-only
// What the boot ROM checks before it starts a program from FlexSPI NOR (IMXRT1060RM, chapter System Boot:
// FlexSPI NOR configuration block, Image vector table, Boot data).
#include <string.h>

#include "core/core.h"
#include "soc/imxrt1062/imxrt1062.h"

static const uint32_t kFlash = 0x60000000, kIvt = 0x60001000;

static uint32_t word(machine* m, uint32_t address) { return machine_load_word(m, address); }

static bool in_flash(machine* m, uint32_t address) {
  return address - rt1062(m)->flash->base < rt1062(m)->flash->size;
}

// What the ROM itself leaves running: SysTick without its interrupt, and a channel of the PIT.
static void leave_running(machine* m) {
  core_write(m, 0xE000E014, 4, 0x00FFFFFF);
  core_write(m, 0xE000E010, 4, 5);
  m->soc.write(m, 0x400FC06C, 4, rt1062_stored(m, 0x400FC06C) | 3u << 12);
  m->soc.write(m, 0x40084000, 4, 0);
  m->soc.write(m, 0x40084100, 4, 0xFFFFFFFF);
  m->soc.write(m, 0x40084108, 4, 1);
}

static void enter(machine* m, uint32_t entry) {
  uint32_t sp = 0x20208000;  // the ROM's own stack, in OCRAM (unconfirmed where)
  core_reset(m, 0x00200000);
  leave_running(m);
  if (!(entry & 1)) {  // a vector table
    sp = word(m, entry);
    m->core->vtor = entry;
    entry = word(m, entry + 4);
  }
  if (!(entry & 1) || machine_memory_at(m, entry) == NULL) {
    machine_stop(m, "boot", "the first instruction would be at 0x%08x, which is no Thumb address in a memory",
                 entry);
    return;
  }
  cpu_set(m->cpu, CPU_SP, sp & ~3u);
  cpu_set(m->cpu, CPU_LR, 0xFFFFFFFF);
  cpu_set(m->cpu, CPU_PC, entry & ~1u);
}

// False: refused, and said so.
static bool accepts_configuration(machine* m, uint32_t frequency) {
  uint32_t pads = word(m, kFlash + 0x44) >> 8 & 0xFF, size = word(m, kFlash + 0x50),
           strobe = word(m, kFlash + 0xC) & 0xFF;
  if (word(m, kFlash) != 0x42464346)
    machine_stop(
        m, "boot",
        "the boot ROM found no flash configuration block at 0x60000000 (tag 0x%08x instead of 0x42464346)",
        word(m, kFlash));
  else if (word(m, kFlash + 4) >> 24 != 'V' || (word(m, kFlash + 4) >> 16 & 0xFF) != 1)
    machine_stop(m, "boot",
                 "the boot ROM refuses the flash configuration block: version 0x%08x, not 0x5601xxxx",
                 word(m, kFlash + 4));
  else if (frequency == 0 || frequency > 9)
    machine_stop(m, "boot",
                 "the flash configuration block asks for serial clock %u, which is none (1 to 9 are)",
                 frequency);
  else if (pads != 1 && pads != 2 && pads != 4)
    machine_stop(m, "boot", "the flash configuration block asks for %u pads; the flash has 1, 2 or 4", pads);
  else if (strobe != 0 && strobe != 1 && strobe != 3)
    machine_stop(m, "boot",
                 "the flash configuration block asks for read strobe %u, which is none (0, 1 and 3 are)",
                 strobe);
  else if (size != rt1062(m)->flash->size)
    machine_stop(m, "boot", "the flash configuration block says that the flash has %u bytes; it has %u", size,
                 rt1062(m)->flash->size);
  else if (word(m, kFlash + 0x80) == 0)
    machine_stop(m, "boot", "the flash configuration block has no read sequence (look-up table, sequence 0)");
  else
    return true;
  return false;
}

static bool accepts_image(machine* m) {
  uint32_t header = word(m, kIvt), entry = word(m, kIvt + 4), boot_data = word(m, kIvt + 16),
           start = word(m, boot_data), length = word(m, boot_data + 4);
  if ((header & 0x00FFFFFF) != 0x002000D1 || header >> 24 < 0x40 || header >> 24 > 0x43)
    machine_stop(
        m, "boot",
        "the boot ROM found no image vector table at 0x60001000 (header 0x%08x; tag 0xD1, length 0x0020, "
        "version 0x40 to 0x43)",
        header);
  else if (word(m, kIvt + 20) != kIvt)
    machine_stop(m, "boot", "the image vector table says it is at 0x%08x, but it is at 0x60001000",
                 word(m, kIvt + 20));
  else if (!in_flash(m, boot_data))
    machine_stop(m, "boot", "the image vector table points to boot data at 0x%08x, outside the flash",
                 boot_data);
  else if (start != kFlash)
    machine_stop(m, "boot", "the boot data says the image begins at 0x%08x instead of 0x60000000", start);
  else if (length == 0 || length > rt1062(m)->flash->size)
    machine_stop(m, "boot", "the boot data says the image has %u bytes; the flash has %u", length,
                 rt1062(m)->flash->size);
  else if (word(m, boot_data + 8) & 1)
    machine_stop(m, "boot", "the boot data asks for a plug-in, which a virtual board does not run");
  else if (!in_flash(m, entry) || entry - kFlash >= length)
    machine_stop(m, "boot", "the entry point 0x%08x lies outside the image (%u bytes at 0x60000000)", entry,
                 length);
  else
    return true;
  return false;
}

void boot_rom_start(machine* m) {
  static const uint8_t kSerialMhz[] = {0, 30, 50, 60, 75, 80, 100, 120, 133, 166};
  uint32_t frequency = word(m, kFlash + 0x44) >> 16 & 0xFF, dcd = word(m, kIvt + 12);
  core_reset(m, 0x00200000);
  cpu_set(m->cpu, CPU_PC, kFlash);
  rt1062_boot_clocks(m, frequency < sizeof kSerialMhz ? kSerialMhz[frequency] : 0);
  if (!accepts_configuration(m, frequency) || !accepts_image(m)) return;
  uint32_t end = kFlash + word(m, word(m, kIvt + 16) + 4);
  const char* wrong = dcd == 0                          ? NULL
                      : !in_flash(m, dcd) || dcd >= end ? "it lies outside the image"
                                                        : boot_dcd_run(m, dcd, end);
  if (wrong != NULL)
    machine_stop(m, "boot", "the boot ROM refuses the device configuration data at 0x%08x: %s", dcd, wrong);
  else
    enter(m, word(m, kIvt + 4));
}
