// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_dsp.h"
#include "arm_nn_requantize.h"
#include "arm_nnfunctions_reduce.h"

// Eight channels side by side, a quarter of a cache line: few enough for registers.
#define SIDE 8

// An int16 lane holds the sum of so many int8.
#define MOST_IN_LANES 256

ARM_NN_INLINE void add_lanes(uint32_t even, uint32_t odd, int32_t *sums) {
  sums[0] += (int16_t)even;
  sums[1] += (int16_t)odd;
  sums[2] += (int16_t)(even >> 16);
  sums[3] += (int16_t)(odd >> 16);
}

static void sum_side(const int8_t *from, int32_t pixels, int32_t channels, int32_t *sums) {
  while (pixels > 0) {
    const int32_t now = pixels < MOST_IN_LANES ? pixels : MOST_IN_LANES;
    uint32_t even = 0, odd = 0, even_behind = 0, odd_behind = 0;
    for (int32_t i = now; i > 0; i--) {  // 13 instructions for eight channels
      const uint32_t word = arm_nn_load_word(from);
      const uint32_t behind = arm_nn_load_word(from + 4);
      even = arm_nn_sadd16(even, arm_nn_sxtb16(word));
      odd = arm_nn_sadd16(odd, arm_nn_sxtb16_ror8(word));
      even_behind = arm_nn_sadd16(even_behind, arm_nn_sxtb16(behind));
      odd_behind = arm_nn_sadd16(odd_behind, arm_nn_sxtb16_ror8(behind));
      from += channels;
    }
    add_lanes(even, odd, sums);
    add_lanes(even_behind, odd_behind, sums + 4);
    pixels -= now;
  }
}

void arm_mean_s8(const int8_t *input, int32_t batches, int32_t pixels, int32_t channels, int32_t zero_points,
                 int32_t multiplier, int32_t shift, int32_t output_offset, int8_t *output) {
  for (; batches > 0; batches--, input += pixels * channels) {
    for (int32_t done = 0; done < channels;) {
      int32_t sums[SIDE] = {0};
      const int32_t now = channels - done < SIDE ? 1 : SIDE;
      if (now == SIDE) {
        sum_side(input + done, pixels, channels, sums);
      } else {
        for (int32_t i = 0; i < pixels; i++) sums[0] += input[done + i * channels];
      }
      for (int32_t i = 0; i < now; i++) {
        const int32_t value = arm_nn_requantize_to(sums[i] - zero_points, multiplier, shift, output_offset);
        *output++ = (int8_t)arm_nn_clamp(value, INT8_MIN, INT8_MAX);
      }
      done += now;
    }
  }
}
