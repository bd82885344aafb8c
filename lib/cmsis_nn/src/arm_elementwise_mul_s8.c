// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_elementwise.h"
#include "arm_nn_pack_s8.h"
#include "arm_nnfunctions.h"

// Twice the product, multiplied, rounded and shifted as in arm_nn_add_s8_table.c.
ARM_NN_INLINE int32_t scaled(int32_t twice, int32_t multiplier, int32_t bias, int32_t shift) {
  return arm_nn_smmlar(twice, multiplier, bias + (twice >> 31)) >> shift;
}

ARM_NN_INLINE uint32_t both_halves(int32_t offset) {
  return ((uint32_t)offset & 0xFFFFu) | (uint32_t)offset << 16;
}

// Cost of four elements: 2 LDR, 4 SXTB16, 6 SADD16, 4 SMUL, 4 x (ADD with sign, SMMLAR, ASR), 7 to pack, STR
// and 2 for the loop = 38 instructions. Returns how many elements it has done.
ARM_NN_INLINE int32_t by_four(const int8_t *x, int32_t x_offset, const int8_t *y, int32_t y_offset,
                              int8_t *output, const arm_nn_elementwise_output *to, int32_t count) {
  const uint32_t x_offsets = both_halves(x_offset), y_offsets = both_halves(y_offset);
  const arm_nn_pack_range range = arm_nn_pack_range_of(to->min, to->max);
  const int32_t shift = -to->shift;
  const int32_t bias = (int32_t)((1u << (shift - 1)) + ((uint32_t)(to->offset - to->min) << shift));
  const int32_t done = count & ~3;
  for (const int8_t *const end = x + done; x != end; x += 4) {
    const uint32_t a = arm_nn_load_word(x), b = arm_nn_load_word(y);
    const uint32_t a_even = arm_nn_sadd16(arm_nn_sxtb16(a), x_offsets);
    const uint32_t a_odd = arm_nn_sadd16(arm_nn_sxtb16_ror8(a), x_offsets);
    const uint32_t even = arm_nn_sadd16(arm_nn_sxtb16(b), y_offsets), b_even = arm_nn_sadd16(even, even);
    const uint32_t odd = arm_nn_sadd16(arm_nn_sxtb16_ror8(b), y_offsets), b_odd = arm_nn_sadd16(odd, odd);
    const int32_t value[4] = {
        scaled((int16_t)a_even * (int16_t)b_even, to->multiplier, bias, shift),
        scaled((int16_t)a_odd * (int16_t)b_odd, to->multiplier, bias, shift),
        scaled((int16_t)(a_even >> 16) * (int16_t)(b_even >> 16), to->multiplier, bias, shift),
        scaled((int16_t)(a_odd >> 16) * (int16_t)(b_odd >> 16), to->multiplier, bias, shift),
    };
    y += 4;
    arm_nn_store_word(output, arm_nn_pack_s8(value, range));
    output += 4;
  }
  return done;
}

arm_cmsis_nn_status arm_elementwise_mul_s8(const int8_t *input_1_vect, const int8_t *input_2_vect,
                                           const int32_t input_1_offset, const int32_t input_2_offset,
                                           int8_t *output, const int32_t out_offset, const int32_t out_mult,
                                           const int32_t out_shift, const int32_t out_activation_min,
                                           const int32_t out_activation_max, const int32_t block_size) {
  const arm_nn_elementwise_output to = {out_offset, out_mult, out_shift, out_activation_min,
                                        out_activation_max};
  // Products have 17 bits with their sign: scaled, they fit the 16 of a half.
  const bool usual = out_mult >= 1 << 30 && out_shift <= -3 && out_shift >= -22;
  const int32_t done =
      usual ? by_four(input_1_vect, input_1_offset, input_2_vect, input_2_offset, output, &to, block_size)
            : 0;
  for (int32_t i = done; i < block_size; i++) {
    const int32_t product = (input_1_vect[i] + input_1_offset) * (input_2_vect[i] + input_2_offset);
    output[i] = (int8_t)arm_nn_elementwise_value(product, &to);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
