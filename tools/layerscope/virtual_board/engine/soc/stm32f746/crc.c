// SPDX-License-Identifier: GPL-2.0-only
// The CRC calculation unit (RM0385, chapter "Cyclic redundancy check calculation unit"): data of 8, 16 or 32
// bits by the width of the write, polynomials of 7, 8, 16 and 32 bits, bits reversed going in and coming out.
#include "soc/stm32f746/crc.h"

#include "soc/stm32f746/stm32f746.h"

enum { DR = 0x40023000, CR = DR + 8, INIT = DR + 0x10, POL = DR + 0x14 };
enum { CR_RESET = 1, CR_REV_OUT = 1 << 7 };

bool crc_covers(uint32_t address) { return address - DR < 0x18; }

static unsigned width(machine* m) {
  static const uint8_t kBits[4] = {32, 16, 8, 7};
  return kBits[stored(m, CR) >> 3 & 3];
}

static uint32_t reversed(uint32_t value, unsigned bits) {
  uint32_t result = 0;
  for (unsigned i = 0; i < bits; i++) result |= (value >> i & 1) << (bits - 1 - i);
  return result;
}

// REV_IN: bits reversed within bytes, half-words or the word; never within more than was written.
static uint32_t turned(uint32_t value, unsigned bits, unsigned how) {
  unsigned group = how == 0 ? 1 : 4u << how;
  uint32_t result = 0;
  if (group == 1) return value;
  if (group > bits) group = bits;
  for (unsigned at = 0; at < bits; at += group)
    result |= reversed(value >> at & (uint32_t)((1ull << group) - 1), group) << at;
  return result;
}

void crc_written(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t *data = machine_stored_register(m, DR), *control = machine_stored_register(m, CR);
  if ((address & ~3u) == CR && *control & CR_RESET) {
    *control &= ~(uint32_t)CR_RESET;
    *data = stored(m, INIT);
  }
  if ((address & ~3u) != DR) return;
  unsigned bits = 8 * size, n = width(m);
  uint32_t top = 1u << (n - 1), all = top | (top - 1), in = turned(value, bits, *control >> 5 & 3);
  for (unsigned i = bits; i-- > 0;) {
    bool carry = (*data >> (n - 1) & 1) != (in >> i & 1);
    *data = (*data << 1 ^ (carry ? stored(m, POL) : 0)) & all;
  }
}

uint32_t crc_read(machine* m, uint32_t address, uint32_t v) {
  if (address != DR || !(stored(m, CR) & CR_REV_OUT)) return v;
  return reversed(v, width(m));
}
