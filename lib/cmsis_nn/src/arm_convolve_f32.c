// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "arm_nn_conv_f32.h"
#include "arm_nnfunctions_flt.h"

// A line a turn; two lines ahead, so that the weights' memory answers meanwhile.
static void copy_weights(const void *filter, ptrdiff_t from, int32_t run, float *to) {
  const float *at = (const float *)filter + from;
  for (; run >= 8; run -= 8) {
    arm_nn_prefetch(at + 16);
    memcpy(__builtin_assume_aligned(to, 4), at, 8 * sizeof(float));  // LDRs, in pairs, and STM
    at += 8;
    to += 8;
  }
  for (; run > 0; run--) *to++ = *at++;
}

arm_cmsis_nn_status arm_convolve_f32(const cmsis_nn_context *ctx, const cmsis_nn_conv_params_f32 *conv_params,
                                     const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                     const cmsis_nn_dims *filter_dims, const float32_t *filter_data,
                                     const cmsis_nn_dims *bias_dims, const float32_t *bias_data,
                                     const cmsis_nn_dims *output_dims, float32_t *output_data,
                                     arm_nn_tensor_layout layout) {
  (void)bias_dims;
  if (ctx == NULL || ctx->buf == NULL || layout != ARM_NN_LAYOUT_NHWC) return ARM_CMSIS_NN_ARG_ERROR;
  if (conv_params->weight_format != ARM_NN_WEIGHT_FORMAT_STANDARD || input_dims->c != filter_dims->c) {
    return ARM_CMSIS_NN_NO_IMPL_ERROR;
  }
  arm_nn_conv_f32_plan plan = arm_nn_conv_f32_plan_of(conv_params, input_dims, filter_dims, output_dims);
  plan.input = input_data;
  plan.bias = bias_data;
  plan.output = output_data;
  const int32_t window = filter_dims->h * filter_dims->w * filter_dims->c;
  if (arm_nn_conv_f32_pixels(&plan) == 1 && window <= 4 * plan.piece) {
    plan.merged = true;  // a single window has the room of four
    plan.piece = window;
  }
  if (plan.merged) {
    arm_nn_conv_f32_merged(&plan, filter_data, (float *)ctx->buf);
  } else {
    arm_nn_conv_f32_pieces(&plan, filter_data, filter_data, (float *)ctx->buf, copy_weights);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
