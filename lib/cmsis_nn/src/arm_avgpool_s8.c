// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_pool.h"
#include "arm_nnfunctions.h"

// The mean, halves rounded away from zero.
ARM_NN_INLINE int8_t mean(int32_t sum, int32_t count, cmsis_nn_activation range) {
  const int32_t half = count / 2;
  return (int8_t)arm_nn_clamp((sum > 0 ? sum + half : sum - half) / count, range.min, range.max);
}

ARM_NN_INLINE int32_t low(uint32_t word) { return (int16_t)word; }
ARM_NN_INLINE int32_t high(uint32_t word) { return (int16_t)(word >> 16); }

// Four channels at once in int16, which holds sums of 255 taps.
static void four_channels(const int8_t *from, const arm_nn_pool_window *window, int32_t row_stride,
                          int32_t channels, cmsis_nn_activation range, int8_t *to) {
  uint32_t even = 0, odd = 0;
  for (int32_t y = 0; y < window->rows; y++) {
    const int8_t *tap = from;
    for (int32_t x = 0; x < window->columns; x++) {  // 8 instructions for four channels
      const uint32_t word = arm_nn_load_word(tap);
      even = arm_nn_sadd16(even, arm_nn_sxtb16(word));
      odd = arm_nn_sadd16(odd, arm_nn_sxtb16_ror8(word));
      tap += channels;
    }
    from += row_stride;
  }
  const int32_t count = window->rows * window->columns;
  to[0] = mean(low(even), count, range);
  to[1] = mean(low(odd), count, range);
  to[2] = mean(high(even), count, range);
  to[3] = mean(high(odd), count, range);
}

static void one_channel(const int8_t *from, const arm_nn_pool_window *window, int32_t row_stride,
                        int32_t channels, cmsis_nn_activation range, int8_t *to) {
  int32_t sum = 0;
  for (int32_t y = window->rows; y > 0; y--) {
    const int8_t *tap = from;
    for (int32_t x = window->columns; x > 0; x--) {
      sum += *tap;
      tap += channels;
    }
    from += row_stride;
  }
  *to = mean(sum, window->rows * window->columns, range);
}

arm_cmsis_nn_status arm_avgpool_s8(const cmsis_nn_context *ctx, const cmsis_nn_pool_params *pool_params,
                                   const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                   const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims,
                                   int8_t *output_data) {
  (void)ctx;
  if (input_dims->n < 1) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t channels = input_dims->c, row_stride = input_dims->w * channels;
  const cmsis_nn_activation range = pool_params->activation;
  ARM_NN_FOR_EACH_WINDOW(pool_params, input_dims, filter_dims, output_dims, window, at) {
    const int8_t *from = input_data + window.first;
    int32_t c = 0;
    if (window.rows * window.columns <= 255) {
      for (; c + 4 <= channels; c += 4) {
        four_channels(from + c, &window, row_stride, channels, range, output_data + at + c);
      }
    }
    for (; c < channels; c++)
      one_channel(from + c, &window, row_stride, channels, range, output_data + at + c);
  }
  return ARM_CMSIS_NN_SUCCESS;
}

int32_t arm_avgpool_s8_get_buffer_size(const int output_x, const int ch_src) {
  (void)output_x;
  (void)ch_src;
  return 0;
}
