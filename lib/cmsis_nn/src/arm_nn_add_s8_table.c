// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_add_s8_table.h"

#include "arm_nn_pack_s8.h"

// Everything is doubled, so that one SMMLAR multiplies, rounds and adds: with the sum s, the output's
// multiplier m and shift -k, (2s * m + 2^31) >> 32 is what the first rounding leaves, and the accumulator
// brings half a step of the second, the zero point, and -1 below zero, where ties go away from zero.
ARM_NN_INLINE int32_t scaled(uint32_t byte, int8_t walked, const int32_t *table, bool subtract,
                             int32_t multiplier, int32_t bias, int32_t shift) {
  const uint32_t from_table = (uint32_t)table[byte], shifted = (uint32_t)walked << 20;
  const int32_t sum = (int32_t)(subtract ? from_table - shifted : from_table + shifted);
  return arm_nn_smmlar(sum, multiplier, bias + (sum >> 31)) >> shift;
}

// Cost of four elements: 2 LDR, 4 SXTB, 4 UXTB, 4 LDR of the table, 4 x (ADD with shift, ADD with sign,
// SMMLAR, ASR), 7 to pack, STR and 4 for the loop = 42 instructions.
ARM_NN_INLINE void run(const int8_t *walked, const int8_t *looked_up, const int32_t *table, bool subtract,
                       const arm_nn_add_s8_output *to, int8_t *output, int32_t count) {
  const arm_nn_pack_range range = arm_nn_pack_range_of(to->min, to->max);
  const int32_t multiplier = to->multiplier, shift = -to->shift;
  const int32_t bias = (int32_t)((1u << (shift - 1)) + ((uint32_t)(to->offset - to->min) << shift));
  const int8_t *const end = walked + (count & ~3);
  while (walked != end) {
    const uint32_t a = arm_nn_load_word(walked), b = arm_nn_load_word(looked_up);
    walked += 4;
    looked_up += 4;
    const int32_t value[4] = {
        scaled(b & 255, (int8_t)a, table, subtract, multiplier, bias, shift),
        scaled(b >> 8 & 255, (int8_t)(a >> 8), table, subtract, multiplier, bias, shift),
        scaled(b >> 16 & 255, (int8_t)(a >> 16), table, subtract, multiplier, bias, shift),
        scaled(b >> 24, (int8_t)(a >> 24), table, subtract, multiplier, bias, shift),
    };
    arm_nn_store_word(output, arm_nn_pack_s8(value, range));
    output += 4;
  }
  for (int32_t i = 0; i < (count & 3); i++) {
    const int32_t value =
        scaled((uint8_t)looked_up[i], walked[i], table, subtract, multiplier, bias, shift) + to->min;
    output[i] = (int8_t)(value < to->min ? to->min : value > to->max ? to->max : value);
  }
}

void arm_nn_add_s8_table(const int8_t *walked, const int8_t *looked_up, const int32_t table[256],
                         bool subtract, const arm_nn_add_s8_output *to, int8_t *output, int32_t count) {
  if (subtract) {
    run(walked, looked_up, table, true, to, output, count);
  } else {
    run(walked, looked_up, table, false, to, output, count);
  }
}
