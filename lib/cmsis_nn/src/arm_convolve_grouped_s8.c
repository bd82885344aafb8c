// SPDX-License-Identifier: Apache-2.0
// Each group as a convolution of its own, whose channels are copied together, some rows of the output at a
// time: the kernels take maps without gaps.
#include "arm_nnfunctions.h"
#include "arm_nnsupportfunctions.h"

enum { kBandBytes = 8 * 1024 };

typedef struct {
  int32_t rows;                       // of the output
  int32_t input_bytes, output_bytes;  // of one group, whole words
} band;

static int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }
static int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }

// Rows of the input that so many of the output see.
static int32_t rows_seen(const cmsis_nn_conv_params *params, int32_t kernel_h, int32_t rows) {
  return (rows - 1) * params->stride.h + (kernel_h - 1) * params->dilation.h + 1;
}

// As many rows of the output as take kBandBytes with what they see, one at least.
static band band_of(const cmsis_nn_conv_params *params, const cmsis_nn_dims *input_dims,
                    const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims) {
  const int32_t groups = input_dims->c / filter_dims->c;
  const int32_t input_row = input_dims->w * filter_dims->c;
  const int32_t output_row = output_dims->w * (output_dims->c / groups);
  band found;
  for (int32_t rows = output_dims->h;; rows--) {
    found.rows = rows;
    found.input_bytes =
        arm_nn_round_up_4(smaller(rows_seen(params, filter_dims->h, rows), input_dims->h) * input_row);
    found.output_bytes = arm_nn_round_up_4(rows * output_row);
    if (rows == 1 || found.input_bytes + found.output_bytes <= kBandBytes) return found;
  }
}

static int32_t kernel_bytes(const band *found, const cmsis_nn_dims *input_dims,
                            const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims) {
  return arm_nn_round_up_4(arm_nn_conv_scratch_bytes(input_dims, filter_dims, found->rows * output_dims->w));
}

int32_t arm_convolve_grouped_s8_get_buffer_size(const cmsis_nn_conv_params *conv_params,
                                                const cmsis_nn_dims *input_dims,
                                                const cmsis_nn_dims *filter_dims,
                                                const cmsis_nn_dims *output_dims) {
  const band found = band_of(conv_params, input_dims, filter_dims, output_dims);
  return kernel_bytes(&found, input_dims, filter_dims, output_dims) + found.input_bytes + found.output_bytes;
}

static void copy_pixels(const int8_t *from, int32_t from_step, int8_t *to, int32_t to_step, int32_t bytes,
                        int32_t pixels) {
  for (; pixels > 0; pixels--, from += from_step, to += to_step) {
    int32_t i = 0;
    for (; i + 4 <= bytes; i += 4) arm_nn_store_word(to + i, arm_nn_load_word(from + i));
    for (; i < bytes; i++) to[i] = from[i];
  }
}

arm_cmsis_nn_status arm_convolve_grouped_s8(const cmsis_nn_context *ctx,
                                            const cmsis_nn_conv_params *conv_params,
                                            const cmsis_nn_per_channel_quant_params *quant_params,
                                            const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                            const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                            const int32_t *bias_data, const cmsis_nn_dims *output_dims,
                                            int8_t *output_data) {
  const int32_t depth = filter_dims->c;
  if (ctx == NULL || ctx->buf == NULL || depth <= 0 || input_dims->c % depth != 0) {
    return ARM_CMSIS_NN_ARG_ERROR;
  }
  const int32_t groups = input_dims->c / depth, channels = output_dims->c / groups;
  if (channels * groups != output_dims->c) return ARM_CMSIS_NN_ARG_ERROR;
  const band most = band_of(conv_params, input_dims, filter_dims, output_dims);
  const cmsis_nn_context own = {ctx->buf, kernel_bytes(&most, input_dims, filter_dims, output_dims)};
  int8_t *const copy = (int8_t *)ctx->buf + own.size, *const result = copy + most.input_bytes;
  const int32_t filter_bytes = channels * filter_dims->h * filter_dims->w * depth;
  for (int32_t at = 0; at < input_dims->n * groups; at++) {
    const int32_t batch = at / groups, group = at - batch * groups;
    const cmsis_nn_per_channel_quant_params quant = {quant_params->multiplier + group * channels,
                                                     quant_params->shift + group * channels};
    const cmsis_nn_dims filter = {channels, filter_dims->h, filter_dims->w, depth};
    for (int32_t y = 0; y < output_dims->h; y += most.rows) {
      const int32_t rows = smaller(most.rows, output_dims->h - y);
      const int32_t top = y * conv_params->stride.h - conv_params->padding.h;
      const int32_t first = smaller(larger(top, 0), input_dims->h - 1);
      const int32_t end = smaller(top + rows_seen(conv_params, filter_dims->h, rows), input_dims->h);
      const cmsis_nn_dims input = {1, larger(end - first, 1), input_dims->w, depth};
      const cmsis_nn_dims output = {1, rows, output_dims->w, channels};
      cmsis_nn_conv_params params = *conv_params;
      params.padding.h = first - top;
      copy_pixels(input_data + (ptrdiff_t)(batch * input_dims->h + first) * input_dims->w * input_dims->c +
                      group * depth,
                  input_dims->c, copy, depth, depth, input.h * input.w);
      const arm_cmsis_nn_status status = arm_nn_convolve_s8_ungrouped(
          &own, &params, &quant, &input, copy, &filter, filter_data + (ptrdiff_t)group * filter_bytes,
          bias_data ? bias_data + group * channels : NULL, &output, result);
      if (status != ARM_CMSIS_NN_SUCCESS) return status;
      copy_pixels(result, channels,
                  output_data + (ptrdiff_t)(batch * output_dims->h + y) * output_dims->w * output_dims->c +
                      group * channels,
                  output_dims->c, channels, rows * output.w);
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
