// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_FLOAT16_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_FLOAT16_H_

#include <cstdint>
#include <cstring>

#include "tensorflow/lite/c/common.h"

namespace tflite {

// IEEE 754 binary16 to binary32: exact for every value, infinities and NaNs included.
inline float ToFloat(TfLiteFloat16 half) {
#if defined(__ARM_ARCH_7EM__) && defined(__ARM_FP)
  // One instruction: every FPU of Armv7E-M converts half precision (Armv7-M ARM, A2.5.1). The compiler says
  // so in __ARM_FP bit 1 only when it is told a format for __fp16.
  float converted;
  __asm__("vcvtb.f32.f16 %0, %1" : "=t"(converted) : "t"(static_cast<uint32_t>(half.data)));
  return converted;
#else
  const uint32_t sign = static_cast<uint32_t>(half.data & 0x8000) << 16;
  const uint32_t exponent = (half.data >> 10) & 0x1f;
  const uint32_t fraction = half.data & 0x3ff;
  uint32_t bits;
  if (exponent == 0) {
    // Zero or subnormal: fraction * 2^-24, which binary32 holds as a normal number.
    const float magnitude = static_cast<float>(fraction) * (1.0f / 16777216.0f);
    std::memcpy(&bits, &magnitude, sizeof(bits));
    bits |= sign;
  } else {
    const uint32_t wide_exponent = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    bits = sign | (wide_exponent << 23) | (fraction << 13);
  }
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
#endif
}

inline float ToFloat(float value) { return value; }

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_FLOAT16_H_
