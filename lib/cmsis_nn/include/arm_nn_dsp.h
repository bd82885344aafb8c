// SPDX-License-Identifier: Apache-2.0
// The DSP and FPU instructions the kernels use, each with a portable twin that gives the same bits. Nothing
// else in this library asks which processor it runs on. Semantics: ARMv7-M Architecture Reference Manual,
// A7.7.
#ifndef ARM_NN_DSP_H
#define ARM_NN_DSP_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__ARM_FEATURE_DSP) && defined(__ARM_FEATURE_SIMD32) && defined(__arm__) && __ARM_ARCH >= 7 && \
    __ARM_ARCH_PROFILE == 'M'
#define ARM_NN_DSP 1
#include <arm_acle.h>
#else
#define ARM_NN_DSP 0
#endif

// Every single-precision FPU of an M core converts from float16, whatever __ARM_FP's half-precision bit says.
#if defined(__ARM_FP) && (__ARM_FP & 4) && ARM_NN_DSP
#define ARM_NN_VCVT_F16 1
#else
#define ARM_NN_VCVT_F16 0
#endif

#define ARM_NN_INLINE static inline __attribute__((always_inline))

// A word from any address, without breaking C's aliasing rule; one LDR.
ARM_NN_INLINE uint32_t arm_nn_load_word(const void *from) {
  uint32_t word;
  memcpy(&word, from, sizeof(word));
  return word;
}

ARM_NN_INLINE void arm_nn_store_word(void *to, uint32_t word) { memcpy(to, &word, sizeof(word)); }

// Asks the cache for the line of an address and goes on: one PLD.
ARM_NN_INLINE void arm_nn_prefetch(const void *line) { __builtin_prefetch(line); }

// Two signed halves: bytes 0 and 2 widened.
ARM_NN_INLINE uint32_t arm_nn_sxtb16(uint32_t x) {
#if ARM_NN_DSP
  return (uint32_t)__sxtb16(x);
#else
  return ((uint32_t)(int32_t)(int8_t)x & 0xFFFFu) | ((uint32_t)(int32_t)(int8_t)(x >> 16) << 16);
#endif
}

// Bytes 1 and 3 widened.
ARM_NN_INLINE uint32_t arm_nn_sxtb16_ror8(uint32_t x) {
#if ARM_NN_DSP
  uint32_t result;
  __asm__("sxtb16 %0, %1, ror #8" : "=r"(result) : "r"(x));
  return result;
#else
  return arm_nn_sxtb16((x >> 8) | (x << 24));
#endif
}

ARM_NN_INLINE uint32_t arm_nn_sadd16(uint32_t a, uint32_t b) {
#if ARM_NN_DSP
  uint32_t result;  // not __sadd16: its GE flags keep the compiler from moving it
  __asm__("sadd16 %0, %1, %2" : "=r"(result) : "r"(a), "r"(b));
  return result;
#else
  return ((a + b) & 0xFFFFu) | ((a & 0xFFFF0000u) + (b & 0xFFFF0000u));
#endif
}

ARM_NN_INLINE uint32_t arm_nn_ssub16(uint32_t a, uint32_t b) {
#if ARM_NN_DSP
  uint32_t result;  // not __ssub16: its GE flags keep the compiler from moving it
  __asm__("ssub16 %0, %1, %2" : "=r"(result) : "r"(a), "r"(b));
  return result;
#else
  return ((a - b) & 0xFFFFu) | ((a & 0xFFFF0000u) - (b & 0xFFFF0000u));
#endif
}

// low(a) below low(b)
ARM_NN_INLINE uint32_t arm_nn_pack_low(uint32_t a, uint32_t b) {
#if ARM_NN_DSP
  uint32_t result;
  __asm__("pkhbt %0, %1, %2, lsl #16" : "=r"(result) : "r"(a), "r"(b));
  return result;
#else
  return (a & 0xFFFFu) | (b << 16);
#endif
}

// high(a) below high(b)
ARM_NN_INLINE uint32_t arm_nn_pack_high(uint32_t a, uint32_t b) {
#if ARM_NN_DSP
  uint32_t result;
  __asm__("pkhtb %0, %1, %2, asr #16" : "=r"(result) : "r"(b), "r"(a));
  return result;
#else
  return (a >> 16) | (b & 0xFFFF0000u);
#endif
}

// accumulator + low(a) * low(b) + high(a) * high(b)
ARM_NN_INLINE int32_t arm_nn_smlad(uint32_t a, uint32_t b, int32_t accumulator) {
#if ARM_NN_DSP
  int32_t result;  // not __smlad: its Q flag keeps the compiler from moving it
  __asm__("smlad %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(accumulator));
  return result;
#else
  return (int32_t)((uint32_t)accumulator + (uint32_t)((int32_t)(int16_t)a * (int16_t)b) +
                   (uint32_t)((int32_t)(int16_t)(a >> 16) * (int16_t)(b >> 16)));
#endif
}

// accumulator + low(a) * low(b)
ARM_NN_INLINE int32_t arm_nn_smlabb(uint32_t a, uint32_t b, int32_t accumulator) {
#if ARM_NN_DSP
  int32_t result;
  __asm__("smlabb %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(accumulator));
  return result;
#else
  return (int32_t)((uint32_t)accumulator + (uint32_t)((int32_t)(int16_t)a * (int16_t)b));
#endif
}

// accumulator + high(a) * high(b)
ARM_NN_INLINE int32_t arm_nn_smlatt(uint32_t a, uint32_t b, int32_t accumulator) {
#if ARM_NN_DSP
  int32_t result;
  __asm__("smlatt %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(accumulator));
  return result;
#else
  return (int32_t)((uint32_t)accumulator + (uint32_t)((int32_t)(int16_t)(a >> 16) * (int16_t)(b >> 16)));
#endif
}

// accumulator + low(a) * high(b)
ARM_NN_INLINE int32_t arm_nn_smlabt(uint32_t a, uint32_t b, int32_t accumulator) {
#if ARM_NN_DSP
  int32_t result;
  __asm__("smlabt %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(accumulator));
  return result;
#else
  return (int32_t)((uint32_t)accumulator + (uint32_t)((int32_t)(int16_t)a * (int16_t)(b >> 16)));
#endif
}

// accumulator + ((a * b + 2^31) >> 32)
ARM_NN_INLINE int32_t arm_nn_smmlar(int32_t a, int32_t b, int32_t accumulator) {
#if ARM_NN_DSP
  int32_t result;
  __asm__("smmlar %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(accumulator));
  return result;
#else
  return (int32_t)((uint32_t)accumulator + (uint32_t)(((int64_t)a * b + 0x80000000ll) >> 32));
#endif
}

// x >> 1, then saturated to int8
ARM_NN_INLINE int32_t arm_nn_ssat8_asr1(int32_t x) {
#if ARM_NN_DSP
  int32_t result;
  __asm__("ssat %0, #8, %1, asr #1" : "=r"(result) : "r"(x));
  return result;
#else
  const int32_t half = x >> 1;
  return half > 127 ? 127 : half < -128 ? -128 : half;
#endif
}

// Both signed halves saturated to 0..255
ARM_NN_INLINE uint32_t arm_nn_usat16_8(uint32_t x) {
#if ARM_NN_DSP
  uint32_t result;
  __asm__("usat16 %0, #8, %1" : "=r"(result) : "r"(x));
  return result;
#else
  const int32_t low = (int16_t)x, high = (int16_t)(x >> 16);
  return (uint32_t)(low < 0     ? 0
                    : low > 255 ? 255
                                : low) |
         (uint32_t)(high < 0     ? 0
                    : high > 255 ? 255
                                 : high)
             << 16;
#endif
}

// Each byte of a plus that of b, saturated to 255
ARM_NN_INLINE uint32_t arm_nn_uqadd8(uint32_t a, uint32_t b) {
#if ARM_NN_DSP
  uint32_t result;
  __asm__("uqadd8 %0, %1, %2" : "=r"(result) : "r"(a), "r"(b));
  return result;
#else
  uint32_t result = 0;
  for (int i = 0; i < 32; i += 8) {
    const uint32_t sum = (a >> i & 255) + (b >> i & 255);
    result |= (sum > 255 ? 255 : sum) << i;
  }
  return result;
#endif
}

// Each byte of a plus that of b
ARM_NN_INLINE uint32_t arm_nn_uadd8(uint32_t a, uint32_t b) {
#if ARM_NN_DSP
  uint32_t result;  // not __uadd8: its GE flags keep the compiler from moving it
  __asm__("uadd8 %0, %1, %2" : "=r"(result) : "r"(a), "r"(b));
  return result;
#else
  return ((a & 0x7F7F7F7Fu) + (b & 0x7F7F7F7Fu)) ^ ((a ^ b) & 0x80808080u);
#endif
}

// The larger of each pair of signed bytes.
ARM_NN_INLINE uint32_t arm_nn_max_s8x4(uint32_t a, uint32_t b) {
#if ARM_NN_DSP
  uint32_t result;
  __asm__("ssub8 %0, %1, %2\n\tsel %0, %1, %2" : "=&r"(result) : "r"(a), "r"(b) : "cc");
  return result;
#else
  uint32_t result = 0;
  for (int i = 0; i < 32; i += 8) {
    const int8_t x = (int8_t)(a >> i), y = (int8_t)(b >> i);
    result |= (uint32_t)(uint8_t)(x > y ? x : y) << i;
  }
  return result;
#endif
}

ARM_NN_INLINE float arm_nn_widen_f16(uint16_t half) {
#if ARM_NN_VCVT_F16
  float result;
  __asm__("vmov %0, %1\n\tvcvtb.f32.f16 %0, %0" : "=&t"(result) : "r"((uint32_t)half));
  return result;
#else
  const uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
  uint32_t exponent = (half >> 10) & 0x1Fu, mantissa = half & 0x3FFu, bits;
  if (exponent == 31) {
    bits = 0x7F800000u | (mantissa ? 0x00400000u | (mantissa << 13) : 0);
  } else if (exponent != 0) {
    bits = ((exponent + 112) << 23) | (mantissa << 13);
  } else if (mantissa == 0) {
    bits = 0;
  } else {  // subnormal: mantissa * 2^-24
    exponent = 113;
    while (!(mantissa & 0x400u)) {
      mantissa <<= 1;
      exponent--;
    }
    bits = (exponent << 23) | ((mantissa & 0x3FFu) << 13);
  }
  bits |= sign;
  float result;
  memcpy(&result, &bits, sizeof(result));
  return result;
#endif
}

// The two float16 of a word, low half first.
ARM_NN_INLINE void arm_nn_widen_f16x2(uint32_t halves, float to[2]) {
#if ARM_NN_VCVT_F16
  float low, high;
  __asm__("vmov %1, %2\n\tvcvtb.f32.f16 %0, %1\n\tvcvtt.f32.f16 %1, %1"
          : "=&t"(low), "=&t"(high)
          : "r"(halves));
  to[0] = low;
  to[1] = high;
#else
  to[0] = arm_nn_widen_f16((uint16_t)halves);
  to[1] = arm_nn_widen_f16((uint16_t)(halves >> 16));
#endif
}

// VMAXNM and VMINNM where the FPU has them (FPv5).
ARM_NN_INLINE float arm_nn_max_f32(float a, float b) { return __builtin_fmaxf(a, b); }
ARM_NN_INLINE float arm_nn_min_f32(float a, float b) { return __builtin_fminf(a, b); }

#endif  // ARM_NN_DSP_H
