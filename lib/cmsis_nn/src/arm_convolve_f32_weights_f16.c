// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_conv_f32.h"
#include "arm_nnfunctions_flt.h"

static void widen(const arm_nn_float16_bits *from, int32_t count, float *to) {
  if (((uintptr_t)from & 2) != 0 && count > 0) {  // to a word boundary
    *to++ = arm_nn_widen_f16(*from++);
    count--;
  }
  // 8 instructions for two weights
  for (; count >= 2; count -= 2) {
    arm_nn_widen_f16x2(arm_nn_load_word(from), to);
    from += 2;
    to += 2;
  }
  if (count > 0) *to = arm_nn_widen_f16(*from);
}

static void copy_weights(const void *filter, ptrdiff_t from, int32_t run, float *to) {
  widen((const arm_nn_float16_bits *)filter + from, run, to);
}

arm_cmsis_nn_status arm_convolve_f32_weights_f16(
    const cmsis_nn_context *ctx, const cmsis_nn_conv_params_f32 *conv_params, const cmsis_nn_dims *input_dims,
    const float32_t *input_data, const cmsis_nn_dims *filter_dims, const arm_nn_float16_bits *filter_data,
    const void *bias_data, bool bias_is_f16, const cmsis_nn_dims *output_dims, float32_t *output_data,
    arm_nn_tensor_layout layout) {
  if (ctx == NULL || ctx->buf == NULL || layout != ARM_NN_LAYOUT_NHWC) return ARM_CMSIS_NN_ARG_ERROR;
  if (conv_params->weight_format != ARM_NN_WEIGHT_FORMAT_STANDARD || input_dims->c != filter_dims->c) {
    return ARM_CMSIS_NN_NO_IMPL_ERROR;
  }
  arm_nn_conv_f32_plan plan = arm_nn_conv_f32_plan_of(conv_params, input_dims, filter_dims, output_dims);
  float *const slots = (float *)ctx->buf, *const bias = slots + 4 * plan.piece,
               *const weights = bias + output_dims->c;
  plan.input = input_data;
  plan.output = output_data;
  plan.bias = (const float *)bias_data;
  if (bias_data != NULL && bias_is_f16) {
    widen((const arm_nn_float16_bits *)bias_data, output_dims->c, bias);
    plan.bias = bias;
  }
  if (plan.merged) {
    widen(filter_data, plan.piece * output_dims->c, weights);
    arm_nn_conv_f32_merged(&plan, weights, slots);
  } else {
    arm_nn_conv_f32_pieces(&plan, filter_data, NULL, slots, copy_weights);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
