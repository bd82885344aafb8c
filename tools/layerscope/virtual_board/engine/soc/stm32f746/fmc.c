// SPDX-License-Identifier: GPL-2.0-only
// The SDRAM controller (RM0385, section 13.7) and the board's chip, an MT48LC4M32B2 with 16 of its 32 data
// lines wired (UM1907): the chip answers after the data sheet's sequence only, and with the times it needs.
#include "soc/stm32f746/fmc.h"

#include <stdlib.h>

#include "soc/stm32f746/gpio.h"

enum {
  FMC = 0xA0000000,
  SDCR1 = FMC + 0x140,
  SDCR2 = FMC + 0x144,
  SDTR1 = FMC + 0x148,
  SDTR2 = FMC + 0x14C,
  SDCMR = FMC + 0x150,
  SDRTR = FMC + 0x154,
  SDSR = FMC + 0x158,
};
enum { kClockEnable = 1, kPrechargeAll, kAutoRefresh, kLoadMode, kSelfRefresh, kPowerDown };
// DS10916: the controller's limit. The chip's at a CAS latency of 2 is the same.
static const uint32_t kMostHz = 100000000;

typedef enum { OFF, CLOCKED, PRECHARGED, REFRESHED, MODE_SET, READY } stage;
static const char* const kMissing[] = {
    "its clock was not enabled (FMC_SDCMR, mode 1)",  "its banks were not precharged (FMC_SDCMR, mode 2)",
    "it was not refreshed twice (FMC_SDCMR, mode 3)", "its mode register was not loaded (FMC_SDCMR, mode 4)",
    "it is not refreshed (FMC_SDRTR, COUNT)",
};

struct fmc {
  machine* machine;
  memory* halves[2];
  stage reached;
  uint64_t clocked_at;
  unsigned refreshes;
  int line_clocks, controller_clocks, bus_overhead;
  bool never_idle;
};

static uint32_t stored(machine* m, uint32_t address) { return *machine_stored_register(m, address); }
static uint32_t divisor(machine* m) { return stored(m, SDCR1) >> 10 & 3; }
static uint32_t clock_hz(machine* m) { return divisor(m) ? m->soc.core_hz(m) / divisor(m) : 0; }
// A field of FMC_SDTR1, in SDCLK cycles.
static uint32_t timing(machine* m, unsigned shift) { return (stored(m, SDTR1) >> shift & 15) + 1; }

// A line of 32 bytes in an open row; without RBURST each half-word waits for itself.
static void set_times(machine* m, const fmc* f) {
  int cas = (int)(stored(m, SDCR1) >> 7 & 3), clock = (int)divisor(m);
  int line_clocks = f->line_clocks * (stored(m, SDCR1) >> 12 & 1 ? 1 : 1 + cas);
  for (int i = 0; i < 2; i++) {
    f->halves[i]->beat = line_clocks / 4 * clock;
    f->halves[i]->access = (cas + f->controller_clocks) * clock + f->halves[i]->beat;
    f->halves[i]->line = (cas + f->controller_clocks + line_clocks) * clock;
    f->halves[i]->row_open = (int)timing(m, 24) * clock;   // TRCD
    f->halves[i]->row_close = (int)timing(m, 20) * clock;  // TRP
    // Every COUNT + 1 clocks all rows are closed and refreshed (TRP, TRC).
    f->halves[i]->refresh_every = ((stored(m, SDRTR) >> 1 & 0x1FFF) + 1) * (uint64_t)clock;
    f->halves[i]->refresh_time = (int)(timing(m, 20) + timing(m, 12)) * clock;
  }
}

static void reach(machine* m, fmc* f, stage now) {
  f->reached = now;
  if (now == READY) set_times(m, f);
  for (int i = 0; i < 2; i++) {
    f->halves[i]->active_size = now == READY ? f->halves[i]->size : 0;
    f->halves[i]->unready = now == READY ? NULL : kMissing[now];
  }
  machine_update_attributes(m);
}

static void check_clock(machine* m) {
  uint32_t hz = clock_hz(m);
  if (hz > kMostHz)
    machine_refuse(m, "sdram", "the SDRAM's clock is %u MHz; FMC and chip allow %u (FMC_SDCR1, SDCLK)",
                   hz / 1000000, kMostHz / 1000000);
}

static void check_times(machine* m) {
  static const struct {
    const char* name;
    unsigned shift;
    uint32_t nanoseconds;  // Micron's data sheet, the faster grade -6
  } kTimes[] = {{"TXSR", 4, 67}, {"TRAS", 8, 42}, {"TRC", 12, 60},
                {"TWR", 16, 12}, {"TRP", 20, 18}, {"TRCD", 24, 18}};
  for (size_t i = 0; i < sizeof kTimes / sizeof *kTimes; i++) {
    uint64_t has = (uint64_t)timing(m, kTimes[i].shift) * 1000000000;
    if (has < (uint64_t)kTimes[i].nanoseconds * clock_hz(m))
      machine_refuse(m, "sdram",
                     "%u cycles of the SDRAM's clock are less than the %u ns it needs (FMC_SDTR1, %s)",
                     timing(m, kTimes[i].shift), kTimes[i].nanoseconds, kTimes[i].name);
  }
}

static void check_refresh(machine* m) {
  uint64_t cycles = (stored(m, SDRTR) >> 1 & 0x1FFF) + 20;  // that many before a refresh that a read delays
  if (cycles * 1000000 * 4096 > (uint64_t)clock_hz(m) * 64000)
    machine_refuse(m, "sdram",
                   "4,096 rows refreshed every %u cycles take longer than 64 ms (FMC_SDRTR, COUNT)",
                   (unsigned)cycles);
}

static bool pins_reach(machine* m) {
  static const struct {
    char port;
    uint16_t mask;
  } kPins[] = {{'C', 0x0008}, {'D', 0xC703}, {'E', 0xFF83}, {'F', 0xF83F}, {'G', 0x8133}, {'H', 0x0028}};
  for (size_t i = 0; i < sizeof kPins / sizeof *kPins; i++)
    for (uint8_t n = 0; n < 16; n++)
      if (kPins[i].mask >> n & 1 && !gpio_reaches(m, "FMC (SDRAM)", (pin){kPins[i].port, n, 12}))
        return false;
  return true;
}

static void enable_clock(machine* m, fmc* f) {
  // NC, NR, MWID, NB: 8 bits of column, 12 of row, 16 of data, 4 banks; WP off.
  if ((stored(m, SDCR1) & 0x27F) != 0x54) {
    machine_refuse(m, "sdram",
                   "the board's SDRAM has 8 column bits, 12 row bits, 16 data bits, 4 banks (FMC_SDCR1)");
  } else if (divisor(m) < 2) {
    machine_refuse(m, "sdram", "the SDRAM is started without a clock (FMC_SDCR1, SDCLK)");
  } else if (pins_reach(m)) {
    check_clock(m);
    check_times(m);
    if (f->reached != OFF) return;
    f->clocked_at = machine_now(m);
    reach(m, f, CLOCKED);
  }
}

static void load_mode(machine* m, fmc* f, uint32_t mode) {
  uint32_t cas = stored(m, SDCR1) >> 7 & 3;
  if ((mode >> 4 & 7) != cas)
    machine_refuse(m, "sdram", "the SDRAM's mode register says CAS latency %u, but FMC_SDCR1 %u",
                   mode >> 4 & 7, cas);
  else if (mode & 7)
    machine_refuse(m, "sdram",
                   "the SDRAM's mode register asks for bursts, which the FMC does not expect (MRD)");
  else if (f->reached == REFRESHED)
    reach(m, f, MODE_SET);
}

// What a command finds missing is what an access would find missing: a command does not make up for another.
static void execute(machine* m, fmc* f, uint32_t command) {
  uint32_t mode = command & 7;
  if (mode == 0) return;
  if (!(command >> 4 & 1)) {
    machine_refuse(m, "sdram", "a command to SDRAM bank 2, where this board has none (FMC_SDCMR, CTB1)");
    return;
  }
  stage needs = mode == kLoadMode ? REFRESHED : mode == kAutoRefresh ? PRECHARGED : CLOCKED;
  if (mode != kClockEnable && f->reached < needs) {
    machine_refuse(m, "sdram", "a command to the SDRAM (FMC_SDCMR, mode %u) although %s", mode,
                   kMissing[f->reached]);
    return;
  }
  switch (mode) {
    case kClockEnable:
      enable_clock(m, f);
      break;
    case kPrechargeAll:
      if (machine_now(m) - f->clocked_at < m->soc.core_hz(m) / 10000)
        machine_refuse(m, "sdram",
                       "the SDRAM is commanded less than 100 us after its clock started (FMC_SDCMR)");
      if (f->reached == CLOCKED) reach(m, f, PRECHARGED);
      break;
    case kAutoRefresh:
      f->refreshes += (command >> 5 & 15) + 1;
      if (f->reached == PRECHARGED && f->refreshes >= 2) reach(m, f, REFRESHED);
      break;
    case kLoadMode:
      load_mode(m, f, command >> 9 & 0x1FFF);
      break;
    default:
      machine_refuse(m, "sdram",
                     "self-refresh and power-down of the SDRAM are not modelled (FMC_SDCMR, mode %u)", mode);
  }
}

bool fmc_read(machine* m, const fmc* f, uint32_t address, uint32_t* value) {
  if (address - SDCR1 > SDSR - SDCR1) return false;
  *value = address == SDSR ? (uint32_t)f->never_idle << 5 : stored(m, address);
  return true;
}

void fmc_written(machine* m, fmc* f, uint32_t address) {
  if (address == SDCMR) execute(m, f, stored(m, SDCMR));
  if (address == SDRTR && (stored(m, SDRTR) >> 1 & 0x1FFF)) {
    check_refresh(m);
    if (f->reached == MODE_SET) reach(m, f, READY);
  }
  if ((address == SDCR1 || address == SDTR1) && f->reached != OFF) {
    check_clock(m);
    check_times(m);
  }
  if (f->reached == READY) set_times(m, f);
}

void fmc_clock_changed(machine* m, fmc* f) {
  if (f->reached != OFF) check_clock(m);
}

void fmc_reset(machine* m, fmc* f) {
  for (uint32_t a = SDCR1; a <= SDSR; a += 4) *machine_stored_register(m, a) = 0;
  *machine_stored_register(m, SDCR1) = *machine_stored_register(m, SDCR2) = 0x2D0;
  *machine_stored_register(m, SDTR1) = *machine_stored_register(m, SDTR2) = 0x0FFFFFFF;
  f->refreshes = 0;
  reach(m, f, OFF);
}

fmc* fmc_new(machine* m) {
  fmc* f = calloc(1, sizeof *f);
  if (f == NULL) abort();
  const config* c = m->configuration;
  f->line_clocks = config_parameter(c, "sdram_line_clocks");
  f->controller_clocks = config_parameter(c, "sdram_controller_clocks");
  f->bus_overhead = config_parameter(c, "sdram_bus_overhead");
  f->never_idle = config_fault(c, "sdram_busy");
  f->machine = m;
  for (uint32_t i = 0; i < 2; i++) {
    memory half = {.name = "sdram",
                   .base = 0xC0000000 + 0x400000 * i,
                   .size = 0x400000,
                   .writable = true,
                   // 16 bits wide, the address is bank, 12 bits of row, 8 of column, and the byte (13.4.3).
                   .row_bytes = 512,
                   .bank_bytes = 1u << 21,
                   .bridge = f->bus_overhead};
    if (i == 1 && config_fault(c, "sdram"))
      half.bytes = f->halves[0]->bytes;  // the topmost address line is stuck
    f->halves[i] = machine_add_memory(m, half);
  }
  return f;
}
