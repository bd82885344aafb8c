// SPDX-License-Identifier: GPL-2.0-only
// Clock Controller Module: its registers, and the handshakes of what may only change in step with a bus.
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum {
  CCM = 0x400FC000,
  CSR = CCM + 0x08,
  CACRR = CCM + 0x10,
  CBCDR = CCM + 0x14,
  CBCMR = CCM + 0x18,
  CDHIPR = CCM + 0x48,
  CCGR0 = CCM + 0x68,
  CCGR7 = CCM + 0x84,
};

// Fields that change with a handshake, and their bit in CDHIPR.
static const struct {
  uint32_t address, mask, busy;
  const char* name;
} kHandshakes[] = {
    {CACRR, 7, 1u << 16, "ARM_PODF"},
    {CBCDR, 1u << 25, 1u << 5, "PERIPH_CLK_SEL"},
    {CBCDR, 7u << 10, 1u << 1, "AHB_PODF"},
    {CBCDR, 7u << 16, 1u << 0, "SEMC_PODF"},
};
enum { kHandshakeCount = sizeof kHandshakes / sizeof *kHandshakes, kHandshakeUs = 1 };

static bool busy(machine* m, int i) { return machine_now(m) < rt1062(m)->switched[i]; }

uint32_t ccm_read(machine* m, uint32_t address) {
  if (address != CDHIPR) return rt1062_stored(m, address);
  uint32_t value = 0;
  for (int i = 0; i < kHandshakeCount; i++) {
    value |= busy(m, i) ? kHandshakes[i].busy : 0;
    if (!busy(m, i) && !m->observing) rt1062(m)->unasked[i] = false;
  }
  return value;
}

// Over by luck is not over: only CDHIPR says so.
static bool unfinished(machine* m, int i) { return !rt1062(m)->booting && rt1062(m)->unasked[i]; }

static void shake_hands(machine* m, uint32_t word, uint32_t changed) {
  for (int i = 0; i < kHandshakeCount; i++) {
    if (kHandshakes[i].address != word || !(changed & kHandshakes[i].mask)) continue;
    // The core's clock is only handed over when nothing else is on its way.
    for (int k = 0; k < kHandshakeCount; k++)
      if (unfinished(m, k) && (k == i || kHandshakes[i].mask == 1u << 25 || kHandshakes[k].mask == 1u << 25))
        machine_refuse(m, "handshake",
                       "CCM_%s, %s changed before CCM_CDHIPR has said that %s is no longer changing",
                       word == CACRR ? "CACRR" : "CBCDR", kHandshakes[i].name, kHandshakes[k].name);
    rt1062(m)->unasked[i] = !rt1062(m)->booting;
    rt1062(m)->switched[i] = rt1062_after_us(m, kHandshakeUs);
  }
}

void ccm_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t word = address & ~3u, *r = rt1062_register(m, word), now = soc_merge(*r, address, size, value);
  if (word == CDHIPR || word == CSR) {
    machine_refuse(m, "read_only", "a write to CCM_%s, which can only be read",
                   word == CSR ? "CSR" : "CDHIPR");
    return;
  }
  if (word == CCGR0 + 4 * 6 && !(now >> 10 & 1)) {
    machine_stop(m, "clock",
                 "FlexSPI's clock, which reads the program's flash, is switched off (CCM_CCGR6, CG5)");
    return;
  }
  shake_hands(m, word, *r ^ now);
  *r = now;
  if (word < CCGR0 || word > CCGR7 || word == CCGR0 + 4 * 3) rt1062_update_clocks(m);
}
