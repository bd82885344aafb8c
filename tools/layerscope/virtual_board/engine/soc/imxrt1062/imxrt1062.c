// SPDX-License-Identifier: GPL-2.0-only
// i.MX RT1062 (IMXRT1060RM): memory map, FlexRAM, FlexSPI, and which peripheral hangs on which clock.
#include "soc/imxrt1062/imxrt1062.h"

#include <stdlib.h>

#include "core/core.h"
#include "host/host.h"
#include "soc/soc.h"

enum {
  CCM = 0x400FC000,
  CCM_CDHIPR = CCM + 0x48,
  CCM_CCGR0 = CCM + 0x68,
  CCM_CCGR3 = CCM + 0x74,
  CCM_CCGR6 = CCM + 0x80,
  ANALOG = 0x400D8000,
  GPR = 0x400AC000,
  GPR14 = GPR + 0x38,
  GPR16 = GPR + 0x40,
  GPR17 = GPR + 0x44,
  DCDC = 0x40080000,
  RTWDOG = 0x400BC000,
};

static const peripheral kPeripherals[] = {
    {CCM, 0x4000, "CCM", 0, 0},
    {ANALOG, 0x1000, "CCM_ANALOG", 0, 0},
    {DCDC, 0x4000, "DCDC", CCM_CCGR6, 1u << 6},
    {GPR, 0x4000, "IOMUXC_GPR", 0, 0},
    {0x401F8000, 0x4000, "IOMUXC", 0, 0},
    {0x40188000, 0x4000, "LPUART2", CCM_CCGR0, 1u << 28},
    {0x40198000, 0x4000, "LPUART6", CCM_CCGR3, 1u << 6},
    {0x400B8000, 0x4000, "WDOG1", 0, 0},
    {0x400D0000, 0x4000, "WDOG2", 0, 0},
    {RTWDOG, 0x4000, "RTWDOG", 0, 0},
    {0x400F8000, 0x4000, "SRC", 0, 0},
    {0x400D4000, 0x4000, "SNVS", 0, 0},
    {0x400F4000, 0x4000, "GPC", 0, 0},
    {0x401B8000, 0x10000, "GPIO1-4", 0, 0},
    {0x42000000, 0x10000, "GPIO6-9", 0, 0},
    {0x400C0000, 0x4000, "GPIO5", 0, 0},
    {0x402A8000, 0x4000, "FLEXSPI", 0, 0},
};

static uint32_t stored(machine* m, uint32_t address) { return *machine_stored_register(m, address); }
static uint32_t core_hz(machine* m) { return ((const imxrt1062*)m->soc_state)->core_hz; }
static uint32_t systick_reference_hz(machine* m) {
  (void)m;
  return 100000;  // 24 MHz / 240
}

// FlexRAM: 16 banks of 32 KB, two bits each (1 OCRAM, 2 DTCM, 3 ITCM). Until GPR17 is chosen the fuses'
// division holds.
static void update_flexram(machine* m) {
  imxrt1062* s = m->soc_state;
  uint32_t banks = stored(m, GPR16) >> 2 & 1 ? stored(m, GPR17) : 0x555AAFF5u, itcm = 0, dtcm = 0;
  if (!(stored(m, GPR16) >> 2 & 1))
    itcm = dtcm = 4;
  else
    for (int i = 0; i < 16; i++) itcm += (banks >> 2 * i & 3) == 3, dtcm += (banks >> 2 * i & 3) == 2;
  s->itcm->active_size = stored(m, GPR16) & 1 ? itcm << 15 : 0;
  s->dtcm->active_size = stored(m, GPR16) & 2 ? dtcm << 15 : 0;
  machine_update_attributes(m);
}

static uint32_t read_register(machine* m, uint32_t address) {
  imxrt1062* s = m->soc_state;
  for (int i = 0; i < 2; i++)
    if (lpuart_covers(s->lpuarts[i], address)) return lpuart_read(m, s->lpuarts[i], address);
  uint32_t v = stored(m, address);
  switch (address) {
    case CCM_CDHIPR:
      return 0;  // no handshake takes long
    case DCDC:
      return v | 1u << 31;
    case ANALOG + 0x00:
    case ANALOG + 0x10:
    case ANALOG + 0x20:
    case ANALOG + 0x30:
    case ANALOG + 0x70:
    case ANALOG + 0xA0:
    case ANALOG + 0xE0: {
      // Locked as soon as powered; PLL_USB has POWER where the others have POWERDOWN.
      bool usb = address == ANALOG + 0x10 || address == ANALOG + 0x20, powered = usb == (v >> 12 & 1);
      return (v & 0x7FFFFFFF) | (uint32_t)powered << 31;
    }
    case ANALOG + 0x150:
      return v | 0x8000;  // MISC0: crystal is stable
    case RTWDOG:
      return v | 0xC00;  // unlocked, reconfigured
    default:
      return v;
  }
}

static uint32_t on_read(machine* m, uint32_t address, uint32_t size) {
  const peripheral* p = soc_find(kPeripherals, sizeof kPeripherals / sizeof *kPeripherals, address);
  (void)size;
  if (p == NULL)
    machine_note_unmodelled(m, address & ~3u, false);
  else if (!soc_clocked(m, p, address, false, "CCM_CCGRx"))
    return 0;
  return read_register(m, address & ~3u) >> (8 * (address & 3));
}

// CCM_ANALOG and a few others have SET, CLR and TOG beside each register.
static uint32_t* write_analog(machine* m, uint32_t address, uint32_t value) {
  uint32_t* r = machine_stored_register(m, address & ~0xFu);
  switch (address & 0xC) {
    case 0x4:
      *r |= value;
      break;
    case 0x8:
      *r &= ~value;
      break;
    case 0xC:
      *r ^= value;
      break;
    default:
      *r = value;
      break;
  }
  return r;
}

static void on_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  imxrt1062* s = m->soc_state;
  const peripheral* p = soc_find(kPeripherals, sizeof kPeripherals / sizeof *kPeripherals, address);
  uint32_t word = address & ~3u;
  if (p == NULL)
    machine_note_unmodelled(m, word, true);
  else if (!soc_clocked(m, p, address, true, "CCM_CCGRx"))
    return;
  for (int i = 0; i < 2; i++) {
    if (!lpuart_covers(s->lpuarts[i], word)) continue;
    lpuart_write(m, s->lpuarts[i], word, value);
    return;
  }
  if (word - ANALOG < 0x180) {
    write_analog(m, word, value);
  } else {
    uint32_t* r = machine_stored_register(m, word);
    *r = soc_merge(*r, address, size, value);
  }
  if (word - ANALOG < 0x180 || word - CCM < 0x40 || word == DCDC + 0xC) rt1062_update_clocks(m);
  if (word == GPR14 || word == GPR16 || word == GPR17) update_flexram(m);
}

static void on_reset(machine* m) {
  imxrt1062* s = m->soc_state;
  for (size_t i = 0; i < sizeof kPeripherals / sizeof *kPeripherals; i++)
    for (uint32_t a = 0; a < 0x400; a += 4)
      if (kPeripherals[i].base != 0x401F8000 || a < 0x100)
        *machine_stored_register(m, kPeripherals[i].base + a) = 0;
  static const uint32_t kGates[7] = {0x00C0000F, 0xF0C0C000, 0xFC3F003F, 0xF000FC03,
                                     0x00FF0FFF, 0xF033C033, 0x00FC0F03};
  for (uint32_t i = 0; i < 7; i++) *machine_stored_register(m, CCM_CCGR0 + 4 * i) = kGates[i];
  *machine_stored_register(m, GPR16) = 0x00200003;
  s->core_hz = 396000000;
  s->flexspi_hz = 100000000;
  for (int i = 0; i < 2; i++) lpuart_reset(m, s->lpuarts[i]);
  update_flexram(m);
  boot_rom_start(m);
}

void imxrt1062_open(machine* m) {
  imxrt1062* s = calloc(1, sizeof *s);
  if (s == NULL) abort();
  const config* c = m->configuration;
  m->soc_state = s;
  m->soc = (soc){.reset = on_reset,
                 .read = on_read,
                 .write = on_write,
                 .core_hz = core_hz,
                 .systick_reference_hz = systick_reference_hz};
  m->mpu_regions = 16;
  m->has_teensy_bootloader = true;
  m->peripheral_access = config_parameter(c, "peripheral_access");
  s->crystal_hz = (uint32_t)config_parameter(c, "crystal_hz");
  s->flexspi_setup_clocks = config_parameter(c, "flexspi_setup_clocks");
  s->flexspi_line_clocks = config_parameter(c, "flexspi_line_clocks");
  s->flash = machine_add_memory(m, (memory){.name = "flash",
                                            .base = 0x60000000,
                                            .size = 0x200000,
                                            .always_cacheable = true,
                                            .read_ahead = config_parameter(c, "flexspi_read_ahead"),
                                            .bridge = config_parameter(c, "flexspi_bus_overhead")});
  s->itcm = machine_add_memory(
      m, (memory){.name = "itcm", .base = 0, .size = 0x80000, .tightly_coupled = true, .writable = true});
  s->dtcm = machine_add_memory(
      m, (memory){
             .name = "dtcm", .base = 0x20000000, .size = 0x80000, .tightly_coupled = true, .writable = true});
  s->ocram = machine_add_memory(m, (memory){.name = "ocram",
                                            .base = 0x20200000,
                                            .size = 0x80000,
                                            .writable = true,
                                            .always_cacheable = true,
                                            .access = config_parameter(c, "ocram_access"),
                                            .line = config_parameter(c, "ocram_line"),
                                            .beat = config_parameter(c, "ocram_line") / 4,
                                            .bridge = config_parameter(c, "ocram_bridge")});
  m->peripheral_cause = (uint32_t)m->cause_count;
  m->cause_names[m->cause_count++] = "peripheral";
  machine_has_double_precision(m);
  cpu_map_device(m->cpu, 0x40000000, 0x20000000);
  cpu_map_device(m->cpu, 0xE0000000, 0x100000);
  s->lpuarts[0] = lpuart_new(m, "LPUART2", 0x40188000, 21, HOST_CONSOLE);
  s->lpuarts[1] = lpuart_new(m, "LPUART6", 0x40198000, 25, HOST_LINK);
}
