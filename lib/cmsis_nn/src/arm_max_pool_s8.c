// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_pool.h"
#include "arm_nnfunctions.h"

typedef struct {
  uint32_t min, max;  // four times the bound
} byte_range;

ARM_NN_INLINE uint32_t four_times(int32_t value) { return 0x01010101u * (uint8_t)value; }

// min(a, b) = ~max(~a, ~b): complement reverses the order of signed bytes.
ARM_NN_INLINE uint32_t clamp_bytes(uint32_t bytes, byte_range range) {
  return ~arm_nn_max_s8x4(~arm_nn_max_s8x4(bytes, range.min), ~range.max);
}

ARM_NN_INLINE int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }

// Windows of 2x2: four channels in 19 instructions, one in 21.
static void window_2x2(const int8_t *top, const int8_t *bottom, int32_t channels, byte_range range,
                       cmsis_nn_activation activation, int8_t *to) {
  int32_t c = 0;
  for (; c + 4 <= channels; c += 4) {
    const uint32_t upper = arm_nn_max_s8x4(arm_nn_load_word(top + c), arm_nn_load_word(top + channels + c));
    const uint32_t lower =
        arm_nn_max_s8x4(arm_nn_load_word(bottom + c), arm_nn_load_word(bottom + channels + c));
    arm_nn_store_word(to + c, clamp_bytes(arm_nn_max_s8x4(upper, lower), range));
  }
  for (; c < channels; c++) {
    const int32_t most = larger(larger(top[c], top[channels + c]), larger(bottom[c], bottom[channels + c]));
    to[c] = (int8_t)arm_nn_clamp(most, activation.min, activation.max);
  }
}

static void window_any(const int8_t *from, int32_t rows, int32_t columns, int32_t row_stride,
                       int32_t channels, byte_range range, int8_t *to) {
  for (int32_t c = 0; c + 4 <= channels; c += 4) {
    uint32_t most = range.min;
    const int8_t *row = from + c;
    for (int32_t y = 0; y < rows; y++) {
      const int8_t *tap = row;
      for (int32_t x = 0; x < columns; x++) {
        most = arm_nn_max_s8x4(most, arm_nn_load_word(tap));
        tap += channels;
      }
      row += row_stride;
    }
    arm_nn_store_word(to + c, clamp_bytes(most, range));
  }
}

// The channels that fill no word: 6 instructions a tap.
ARM_NN_INLINE void rest_of_channels(const int8_t *from, int32_t rows, int32_t columns, int32_t row_stride,
                                    int32_t first, int32_t channels, cmsis_nn_activation range, int8_t *to) {
  for (int32_t c = first; c < channels; c++) {
    int32_t most = range.min;
    const int8_t *row = from + c;
    for (int32_t y = rows; y > 0; y--) {
      const int8_t *tap = row;
      for (int32_t x = columns; x > 0; x--) {
        most = larger(*tap, most);
        tap += channels;
      }
      row += row_stride;
    }
    to[c] = (int8_t)(most < range.max ? most : range.max);
  }
}

arm_cmsis_nn_status arm_max_pool_s8(const cmsis_nn_context *ctx, const cmsis_nn_pool_params *pool_params,
                                    const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                    const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims,
                                    int8_t *output_data) {
  (void)ctx;
  if (input_dims->n < 1) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t channels = input_dims->c, row_stride = input_dims->w * channels;
  const cmsis_nn_activation activation = pool_params->activation;
  const byte_range range = {four_times(activation.min), four_times(activation.max)};
  ARM_NN_FOR_EACH_WINDOW(pool_params, input_dims, filter_dims, output_dims, window, at) {
    const int8_t *from = input_data + window.first;
    if (window.rows == 2 && window.columns == 2) {
      window_2x2(from, from + row_stride, channels, range, activation, output_data + at);
      continue;
    }
    if (channels >= 4) {
      window_any(from, window.rows, window.columns, row_stride, channels, range, output_data + at);
    }
    rest_of_channels(from, window.rows, window.columns, row_stride, channels & ~3, channels, activation,
                     output_data + at);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
