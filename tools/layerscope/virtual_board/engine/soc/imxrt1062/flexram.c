// SPDX-License-Identifier: GPL-2.0-only
// FlexRAM: 16 banks of 32 KB, two bits each in GPR17 (0 none, 1 OCRAM, 2 DTCM, 3 ITCM), which count once
// GPR16 says so; until then the fuses' division holds (IMXRT1060RM, chapters FlexRAM and IOMUXC GPR).
#include "core/core.h"
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum { GPR14 = 0x400AC038, GPR16 = 0x400AC040, GPR17 = 0x400AC044 };
enum { kFuses = 0x55AFFA55, kBank = 0x8000 };  // 4 banks ITCM, 4 DTCM, 8 OCRAM

typedef struct {
  uint32_t ocram, dtcm, itcm;
} banks;

static banks divide(machine* m) {
  uint32_t r = rt1062_stored(m, GPR16) >> 2 & 1 ? rt1062_stored(m, GPR17) : kFuses;
  banks b = {0, 0, 0};
  for (int i = 0; i < 16; i++) {
    uint32_t use = r >> 2 * i & 3;
    b.ocram += use == 1, b.dtcm += use == 2, b.itcm += use == 3;
  }
  return b;
}

static void apply(machine* m, banks b) {
  imxrt1062* s = rt1062(m);
  uint32_t r = rt1062_stored(m, GPR16);
  s->itcm->active_size = r & 1 ? b.itcm * kBank : 0;
  s->dtcm->active_size = r & 2 ? b.dtcm * kBank : 0;
  s->flexram_ocram->active_size = b.ocram * kBank;
  machine_update_attributes(m);
}

void flexram_update(machine* m) { apply(m, divide(m)); }

static bool lies_in(const memory* at, uint32_t address, uint32_t size) {
  return address - at->base < size && size != 0;
}

// What runs or lies in a bank does not survive its being taken away. `before`: the sizes until now.
static void check_use(machine* m, uint32_t itcm, uint32_t dtcm) {
  imxrt1062* s = rt1062(m);
  uint32_t pc = machine_pc(m), sp = cpu_get(m->cpu, CPU_SP);
  if (lies_in(s->itcm, pc, itcm) && !lies_in(s->itcm, pc, s->itcm->active_size))
    machine_refuse(m, "flexram",
                   "FlexRAM takes away the ITCM bank that this code runs from (IOMUXC_GPR_GPR17)");
  // A stack that begins at the end of DTCM lies below its first word.
  if (lies_in(s->dtcm, sp - 1, dtcm) && !lies_in(s->dtcm, sp - 1, s->dtcm->active_size))
    machine_refuse(m, "flexram",
                   "FlexRAM takes away the DTCM bank that holds the stack (SP 0x%08x, IOMUXC_GPR_GPR17)", sp);
}

static void check_sizes(machine* m, banks b) {
  uint32_t sizes = rt1062_stored(m, GPR14);
  const struct {
    const char* name;
    uint32_t code, banks, shift;
  } kParts[] = {{"ITCM", sizes >> 16 & 15, b.itcm, 16}, {"DTCM", sizes >> 20 & 15, b.dtcm, 20}};
  for (int i = 0; i < 2; i++) {
    uint32_t room = kParts[i].code < 3 ? 0 : 512u << kParts[i].code;  // 3: 4 KB, ..., 10: 512 KB
    if (kParts[i].code == 0 || kParts[i].banks * kBank <= room) continue;
    machine_refuse(m, "flexram",
                   "FlexRAM gives %u KB to %s, but IOMUXC_GPR_GPR14 limits it to %u (CM7_CFG%sSZ)",
                   kParts[i].banks * 32, kParts[i].name, room >> 10, i == 0 ? "ITCM" : "DTCM");
  }
}

void gpr_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  imxrt1062* s = rt1062(m);
  uint32_t word = address & ~3u, itcm = s->itcm->active_size, dtcm = s->dtcm->active_size;
  rt1062_keep(m, address, size, value);
  if (word != GPR14 && word != GPR16 && word != GPR17) return;
  banks b = divide(m);
  if (s->itcm->active_size != b.itcm * kBank || s->dtcm->active_size != b.dtcm * kBank || word == GPR16)
    apply(m, b);
  check_use(m, itcm, dtcm);
  check_sizes(m, b);
}
