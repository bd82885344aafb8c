// SPDX-License-Identifier: GPL-2.0-only
// DC-to-DC converter: the core's supply (IMXRT1060RM, chapter DCDC).
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum { REG0 = 0x40080000, REG3 = 0x4008000C, TRG = 0x1F };
enum { kSettleUs = 100 };  // unconfirmed: for any change of the target

uint32_t dcdc_millivolts(machine* m) { return 800 + 25 * (rt1062_stored(m, REG3) & TRG); }
static bool settled(machine* m) { return machine_now(m) >= rt1062(m)->dcdc_settled; }

uint32_t dcdc_supplied(machine* m) {
  uint32_t target = dcdc_millivolts(m), from = rt1062(m)->dcdc_from;
  return settled(m) || from > target ? target : from;
}

uint32_t dcdc_read(machine* m, uint32_t address) {
  uint32_t value = rt1062_stored(m, address);
  return address == REG0 ? (value & 0x7FFFFFFF) | (uint32_t)settled(m) << 31 : value;
}

void dcdc_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t* r = rt1062_register(m, address & ~3u);
  uint32_t now = soc_merge(*r, address, size, value);
  bool other = (address & ~3u) == REG3 && (*r ^ now) & TRG;
  uint32_t from = dcdc_supplied(m);
  *r = now;
  if (!other) return;
  if (dcdc_millivolts(m) > 1300 && !m->overclock)
    machine_refuse(m, "voltage", "%u mV at the core; at most 1300 are allowed (DCDC_REG3, TRG 20)",
                   dcdc_millivolts(m));
  rt1062(m)->dcdc_from = from;
  rt1062(m)->dcdc_settled = rt1062_after_us(m, kSettleUs);
  rt1062_update_clocks(m);
}
