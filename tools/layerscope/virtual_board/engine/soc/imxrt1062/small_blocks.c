// SPDX-License-Identifier: GPL-2.0-only
// Fuses, converters, random numbers, reset controller: as much as a start-up asks of them (IMXRT1060RM,
// chapters OCOTP, ADC, TRNG, SRC).
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum { OCOTP = 0x401F4000, OCOTP_DATA = OCOTP + 0x20 };
enum { ADC1 = 0x400C4000, ADC_HC0 = 0x00, ADC_HS = 0x20, ADC_R0 = 0x24, ADC_GC = 0x48, GC_CAL = 1 << 7 };
enum { TRNG = 0x400CC000, TRNG_MCTL = TRNG, TRNG_ENT0 = TRNG + 0x40, TRNG_ENT15 = TRNG + 0x7C };
enum { SRC = 0x400F8000, SRC_SRSR = SRC + 0x08 };
enum { kCalibrationUs = 50 };  // unconfirmed

uint32_t ocotp_read(machine* m, uint32_t address) {
  switch (address - OCOTP) {
    case 0x410:  // CFG0, CFG1: the chip's number
      return 0x4C617965;
    case 0x420:
      return 0x72736370;
    case 0x4E0:  // ANA1: temperature sensor's counts, 1440 at 25 degrees and 1300 at 105
      return 0x5A051469;
    case 0x620:  // MAC0, MAC1: an address of the board's maker
      return 0xE5000001;
    case 0x630:
      return 0x000004E9;
    default:
      return rt1062_stored(m, address);
  }
}

void ocotp_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  if ((address & ~3u) == OCOTP_DATA) {
    machine_refuse(m, "fuse", "0x%08x written to OCOTP_DATA burns fuses for ever", value);
    return;
  }
  rt1062_keep(m, address, size, value);
}

static int adc_number(uint32_t address) { return address >= ADC1 + 0x4000; }

uint32_t adc_read(machine* m, uint32_t address) {
  uint32_t base = address & ~0x3FFFu, offset = address & 0xFFF;
  if (offset == ADC_GC && machine_now(m) >= rt1062(m)->adc_calibrated[adc_number(address)])
    return rt1062_stored(m, address) & ~(uint32_t)GC_CAL;
  if (offset >= ADC_R0 && offset < ADC_R0 + 32) {
    *rt1062_register(m, base + ADC_HS) &= ~(1u << (offset - ADC_R0) / 4);
    return 0;  // nothing is connected
  }
  return rt1062_stored(m, address);
}

void adc_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t base = address & ~0x3FFFu, offset = address & 0xFFC;
  rt1062_keep(m, address, size, value);
  if (offset < ADC_HS && (value & 31) != 31) *rt1062_register(m, base + ADC_HS) |= 1u << offset / 4;
  if (offset == ADC_GC && value & GC_CAL)
    rt1062(m)->adc_calibrated[adc_number(address)] = rt1062_after_us(m, kCalibrationUs);
}

// Entropy of the kind that makes runs repeat themselves.
uint32_t trng_read(machine* m, uint32_t address) {
  static uint32_t x = 1;
  if (address == TRNG_MCTL) return rt1062_stored(m, address) | 1u << 10 | 1u << 13;  // ENT_VAL, TSTOP_OK
  if (address < TRNG_ENT0 || address > TRNG_ENT15) return rt1062_stored(m, address);
  x = x * 1664525 + 1013904223;
  return x ^ x >> 16;
}

void src_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  if ((address & ~3u) == SRC_SRSR)
    *rt1062_register(m, SRC_SRSR) &= ~value;
  else
    rt1062_keep(m, address, size, value);
}

void src_reset(machine* m) {
  *rt1062_register(m, SRC_SRSR) = m->resets != 0 ? 2 : 1;  // asked for by the core, or by power
  *rt1062_register(m, SRC + 0x1C) = 0x02000001;            // boot from the fuses' device
}
