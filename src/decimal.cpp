// SPDX-License-Identifier: Apache-2.0
#include "decimal.h"

#include <cstring>

namespace decimal {
namespace {

// An unsigned integer of up to 384 bits. The largest here is 2^24 * 10^60 (224 bits) and 10^60 * 2^104 never
// meets it: large decimals come with small exponents.
class Large {
 public:
  explicit Large(uint32_t value) { limbs_[0] = value; }

  void multiply(uint32_t factor) {
    uint64_t carry = 0;
    for (uint32_t& limb : limbs_) {
      carry += static_cast<uint64_t>(limb) * factor;
      limb = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
  }

  // Returns the remainder.
  uint32_t divide(uint32_t divisor) {
    uint64_t remainder = 0;
    for (size_t i = kLimbs; i > 0; --i) {
      remainder = remainder << 32 | limbs_[i - 1];
      limbs_[i - 1] = static_cast<uint32_t>(remainder / divisor);
      remainder %= divisor;
    }
    return static_cast<uint32_t>(remainder);
  }

  void shift_left(uint32_t bits) {
    for (; bits >= 16; bits -= 16) multiply(1u << 16);
    multiply(1u << bits);
  }

  // `bits` at least 1. `half` is the highest bit that was shifted out, the result whether a lower one was 1.
  bool shift_right(uint32_t bits, bool* half) {
    bool rest = false;
    for (--bits; bits >= 16; bits -= 16) rest |= divide(1u << 16) != 0;
    rest |= divide(1u << bits) != 0;
    *half = divide(2) != 0;
    return rest;
  }

  bool is_odd() const { return (limbs_[0] & 1) != 0; }
  bool is_zero() const {
    for (const uint32_t limb : limbs_) {
      if (limb != 0) return false;
    }
    return true;
  }

  void increment() {
    for (uint32_t& limb : limbs_) {
      if (++limb != 0) return;
    }
  }

 private:
  static constexpr size_t kLimbs = 12;
  uint32_t limbs_[kLimbs] = {};
};

}  // namespace

Binary split(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  const uint32_t biased = (bits >> 23) & 0xFF;
  const uint32_t fraction = bits & 0x7FFFFF;
  Binary binary = {Kind::kFinite, (bits >> 31) != 0, fraction, -149};
  if (biased == 0xFF) {
    binary.kind = fraction != 0 ? Kind::kNan : Kind::kInfinite;
  } else if (biased != 0) {
    binary.mantissa = fraction | 1u << 23;
    binary.exponent = static_cast<int>(biased) - 150;
  }
  return binary;
}

int exponent_estimate(const Binary& binary) {
  const int highest_bit = 31 - __builtin_clz(binary.mantissa) + binary.exponent;
  // 1233 / 4096 is log10(2) to 1e-4, rounded down.
  const int scaled = highest_bit * 1233;
  return scaled >= 0 ? scaled / 4096 : -((-scaled + 4095) / 4096);
}

void Digits::set(const Binary& binary, int decimals) {
  Large value(binary.mantissa);
  for (int i = 0; i < decimals; ++i) value.multiply(10);
  if (binary.exponent > 0) value.shift_left(static_cast<uint32_t>(binary.exponent));

  // What is cut off: whether it is half of the last place, more or less.
  bool half = false;
  bool rest = false;
  if (binary.exponent < 0) rest = value.shift_right(static_cast<uint32_t>(-binary.exponent), &half);
  if (decimals < 0) {
    rest = rest || half;
    uint32_t cut = 0;
    for (int i = decimals; i < 0; ++i) {
      rest = rest || cut != 0;
      cut = value.divide(10);
    }
    half = cut >= 5;
    rest = rest || (cut != 0 && cut != 5);
  }
  if (half && (rest || value.is_odd())) value.increment();

  count = 0;
  do {
    digits_[count++] = static_cast<char>('0' + value.divide(10));
  } while (!value.is_zero() && count < sizeof(digits_));
}

}  // namespace decimal
