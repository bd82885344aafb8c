// SPDX-License-Identifier: Apache-2.0
// The exact decimal digits of a float, rounded half to even.
#ifndef LAYERSCOPE_DECIMAL_H_
#define LAYERSCOPE_DECIMAL_H_

#include <cstddef>
#include <cstdint>

namespace decimal {

enum class Kind : uint8_t { kFinite, kInfinite, kNan };

// The value is mantissa * 2^exponent, exponent -149 to 104 (IEEE 754 binary32).
struct Binary {
  Kind kind;
  bool negative;
  uint32_t mantissa;
  int exponent;
};

Binary split(float value);

// floor(log10(|value|)), or one less. For a finite value that is not 0.
int exponent_estimate(const Binary& binary);

// |value| * 10^decimals, rounded to an integer, half to even.
class Digits {
 public:
  // `decimals` from -39 to 60: what nine digits of any float ask for.
  void set(const Binary& binary, int decimals);

  // The digit that stands for 10^place, '0' beyond the first.
  char at(size_t place) const { return place < count ? digits_[place] : '0'; }

  size_t count = 0;  // 1 at least

 private:
  char digits_[48];
};

}  // namespace decimal

#endif  // LAYERSCOPE_DECIMAL_H_
