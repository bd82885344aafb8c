// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

// The division by 2^s is SMMLAR by 2^(32-s), (t * 2^(32-s) + 2^31) >> 32, whose addend is the zero point. It
// wants shifts of -31 to -2, and multipliers of 1/2 and more, or 0, which is how TensorFlow Lite writes a
// scale below 2^-32.
//
// Where the zero point is -128, negative results are of no interest: ties need no care, and what is
// saturated needs no addend. Results that are known to fit 16 bits are then saturated two at a time: the
// short form, a word of 0 and channels in the order 0, 2, 1, 3. The other one begins with three words of 0.
//
// Without branches for scales of the usual kind: it is done for each tile.
bool arm_nn_output_stage_words(const arm_nn_output_stage *stage, int32_t channel, int32_t bias[4],
                               uint32_t *behind) {
  static const int32_t kNone[4] = {0, 0, 0, 0};
  const int32_t *const multiplier = stage->multiplier + channel, *const shift = stage->shift + channel;
  const int32_t *const start = stage->bias ? stage->bias + channel : kNone;
  const uint32_t reach = stage->reach + 1;
  uint32_t beyond = 0, others = 0;
  behind[0] = 0;
  for (int32_t i = 0; i < 4; i++) {
    const uint32_t m = (uint32_t)multiplier[i], right = 0u - (uint32_t)shift[i];
    const int32_t from = start[i];
    uint32_t *const to = behind + 1 + (i >> 1) + 4 * (i & 1);
    bias[i] = from;
    to[0] = m << 1;
    to[2] = 1u << ((32 - right) & 31);
    beyond |= (reach + (uint32_t)(from ^ (from >> 31))) >> (right < 16 ? right + 15 : 31);
    others |= ((m >> 30) ^ 1u) | (((right - 2) | right) >> 5);
  }
  for (int32_t i = 0; i < 4 && others != 0; i++) {
    uint32_t *const to = behind + 1 + (i >> 1) + 4 * (i & 1);
    if (multiplier[i] == 0) {
      to[0] = 1u << 31;
      to[2] = 0;
    } else if (multiplier[i] < 1 << 30 || shift[i] > -2 || shift[i] < -31) {
      return false;
    }
  }
  if (beyond == 0 && stage->zero_point == -128) return true;
  const uint32_t division[4] = {behind[3], behind[4], behind[7], behind[8]};
  memcpy(behind + 8, division, sizeof(division));
  behind[7] = (uint32_t)stage->zero_point + 128;  // what is saturated is unsigned
  behind[4] = behind[2];
  behind[3] = behind[1];
  behind[1] = behind[2] = 0;
  return true;
}

uint32_t arm_nn_output_stage_outputs(const int32_t *sums, int32_t step, const uint32_t *behind) {
  const bool is_short = behind[1] != 0;
  const uint32_t *const multiplier = is_short ? behind + 1 : behind + 3;
  const int32_t division = is_short ? 2 : 5, odd = is_short ? 4 : 2;
  const int32_t zero_point = is_short ? 0 : (int32_t)behind[7];
  uint32_t word = 0;
  for (int32_t i = 0; i < 4; i++, sums += step) {
    const uint32_t *const at = multiplier + (i >> 1) + odd * (i & 1);
    const int32_t high = arm_nn_smmlar(*sums, (int32_t)at[0], *sums);
    const int32_t away = (int32_t)((uint32_t)high + (uint32_t)(high >> 31));
    const int32_t value = arm_nn_smmlar(away, (int32_t)at[division], zero_point);
    word |= (uint32_t)(value < 0 ? 0 : value > 255 ? 255 : value) << (8 * i);
  }
  return word ^ 0x80808080u;
}
