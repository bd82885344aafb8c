// SPDX-License-Identifier: Apache-2.0
// CMSIS-NN's small helpers by their names, for kernels that were written with them. Words are little-endian:
// the first element is in the low part.
#ifndef ARM_NN_SUPPORT_NAMES_H
#define ARM_NN_SUPPORT_NAMES_H

#include "arm_nn_math_types.h"
#include "arm_nn_requantize.h"

#ifndef MAX
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#endif
#ifndef MIN
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#endif
#ifndef CLAMP
#define CLAMP(value, high, low) MAX(MIN(value, high), low)
#endif
// The parts of a multiplier's shift.
#ifndef LEFT_SHIFT
#define LEFT_SHIFT(shift) MAX(shift, 0)
#endif
#ifndef RIGHT_SHIFT
#define RIGHT_SHIFT(shift) MAX(-(shift), 0)
#endif

ARM_NN_INLINE int32_t arm_nn_read_s8x4(const int8_t *in_s8) { return (int32_t)arm_nn_load_word(in_s8); }

ARM_NN_INLINE int32_t arm_nn_read_s16x2(const int16_t *in_s16) { return (int32_t)arm_nn_load_word(in_s16); }

ARM_NN_INLINE int32_t arm_nn_read_s8x2(const int8_t *in_s8) {
  return (int32_t)((uint32_t)(uint8_t)in_s8[0] | (uint32_t)(uint8_t)in_s8[1] << 8);
}

// `_ia`: the pointer moves behind what was read or written.
ARM_NN_INLINE int32_t arm_nn_read_s8x4_ia(const int8_t **in_s8) {
  *in_s8 += 4;
  return arm_nn_read_s8x4(*in_s8 - 4);
}

ARM_NN_INLINE int32_t arm_nn_read_s8x2_ia(const int8_t **in_s8) {
  *in_s8 += 2;
  return arm_nn_read_s8x2(*in_s8 - 2);
}

ARM_NN_INLINE int32_t arm_nn_read_q15x2_ia(const int16_t **in_q15) {
  *in_q15 += 2;
  return arm_nn_read_s16x2(*in_q15 - 2);
}

ARM_NN_INLINE void arm_nn_write_s8x4_ia(int8_t **in, int32_t value) {
  arm_nn_store_word(*in, (uint32_t)value);
  *in += 4;
}

ARM_NN_INLINE void arm_nn_write_q15x2_ia(int16_t **dest_q15, int32_t src_q31) {
  arm_nn_store_word(*dest_q15, (uint32_t)src_q31);
  *dest_q15 += 2;
}

// `block_size` counts bytes, of int16 as well.
ARM_NN_INLINE void arm_memcpy_s8(int8_t *dst, const int8_t *src, uint32_t block_size) {
  memcpy(dst, src, block_size);
}

ARM_NN_INLINE void arm_memcpy_q15(int16_t *dst, const int16_t *src, uint32_t block_size) {
  memcpy(dst, src, block_size);
}

ARM_NN_INLINE void arm_memset_s8(int8_t *dst, const int8_t val, uint32_t block_size) {
  memset(dst, val, block_size);
}

// The doubled high half of a product, halves away from zero, saturated: gemmlowp's
// SaturatingRoundingDoublingHighMul.
ARM_NN_INLINE int32_t arm_nn_doubling_high_mult(int32_t m1, int32_t m2) {
  if (m1 == INT32_MIN && m2 == INT32_MIN) return INT32_MAX;
  const int64_t product = (int64_t)m1 * m2, half = 1ll << 30;
  return (int32_t)((product >= 0 ? product + half : product - half + 1) / (1ll << 31));
}

// val * 2^exp, saturated.
ARM_NN_INLINE int32_t arm_nn_mult_by_power_of_two(int32_t val, int32_t exp) {
  const int64_t scaled = (int64_t)val * (1ll << exp);
  return (int32_t)(scaled > INT32_MAX ? INT32_MAX : scaled < INT32_MIN ? INT32_MIN : scaled);
}

#endif  // ARM_NN_SUPPORT_NAMES_H
