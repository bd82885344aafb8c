// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_dot.h"
#include "arm_nn_output_s8.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_batch_matmul_s8(const cmsis_nn_context *ctx, const cmsis_nn_bmm_params *bmm_params,
                                        const cmsis_nn_per_tensor_quant_params *quant_params,
                                        const cmsis_nn_dims *input_lhs_dims, const int8_t *input_lhs,
                                        const cmsis_nn_dims *input_rhs_dims, const int8_t *input_rhs,
                                        const cmsis_nn_dims *output_dims, int8_t *output) {
  (void)ctx;
  const cmsis_nn_dims *l = input_lhs_dims, *r = input_rhs_dims;
  if (l->c != r->c) return ARM_CMSIS_NN_ARG_ERROR;
  const cmsis_nn_fc_params *params = &bmm_params->fc_params;
  const arm_nn_output_s8 stage = {
      .multiplier = &quant_params->multiplier,
      .shift = &quant_params->shift,
      .step = 0,
      .output_offset = params->output_offset,
      .activation = params->activation,
      .output = output,
  };
  const int32_t depth = l->c;
  ptrdiff_t at = 0;
  for (int32_t n = 0; n < output_dims->n; n++) {
    for (int32_t h = 0; h < output_dims->h; h++) {
      const int32_t lhs_matrix = (l->n == 1 ? 0 : n) * l->h + (l->h == 1 ? 0 : h);
      const int32_t rhs_matrix = (r->n == 1 ? 0 : n) * r->h + (r->h == 1 ? 0 : h);
      for (int32_t i = 0; i < l->w; i++) {
        const int8_t *const x = input_lhs + ((ptrdiff_t)lhs_matrix * l->w + i) * depth;
        for (int32_t j = 0; j < r->w; j++, at++) {
          const int8_t *const y = input_rhs + ((ptrdiff_t)rhs_matrix * r->w + j) * depth;
          const int64_t sum = arm_nn_dot_s8(x, y, depth, params->input_offset, params->filter_offset);
          arm_nn_output_s8_store(&stage, 0, 1, at, &sum);
        }
      }
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
