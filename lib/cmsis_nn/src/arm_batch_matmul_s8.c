// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_batch_matmul.h"
#include "arm_nn_dot.h"
#include "arm_nn_output_s8.h"

typedef struct {
  arm_nn_output_s8 stage;
  const int8_t *lhs, *rhs;
  int32_t depth, lhs_offset, rhs_offset;
} product_job;

ARM_NN_INLINE void multiply(const void *context, ptrdiff_t lhs_row, ptrdiff_t rhs_row, ptrdiff_t at) {
  const product_job *job = (const product_job *)context;
  const int8_t *const x = job->lhs + lhs_row * job->depth, *const y = job->rhs + rhs_row * job->depth;
  const int64_t sum = arm_nn_dot_s8(x, y, job->depth, job->lhs_offset, job->rhs_offset);
  arm_nn_output_s8_store(&job->stage, 0, 1, at, &sum);
}

arm_cmsis_nn_status arm_batch_matmul_s8(const cmsis_nn_context *ctx, const cmsis_nn_bmm_params *bmm_params,
                                        const cmsis_nn_per_tensor_quant_params *quant_params,
                                        const cmsis_nn_dims *input_lhs_dims, const int8_t *input_lhs,
                                        const cmsis_nn_dims *input_rhs_dims, const int8_t *input_rhs,
                                        const cmsis_nn_dims *output_dims, int8_t *output) {
  (void)ctx;
  const cmsis_nn_fc_params *params = &bmm_params->fc_params;
  const product_job job = {
      .stage =
          {
              .multiplier = &quant_params->multiplier,
              .shift = &quant_params->shift,
              .step = 0,
              .output_offset = params->output_offset,
              .activation = params->activation,
              .output = output,
          },
      .lhs = input_lhs,
      .rhs = input_rhs,
      .depth = input_lhs_dims->c,
      .lhs_offset = params->input_offset,
      .rhs_offset = params->filter_offset,
  };
  return arm_nn_batch_matmul(input_lhs_dims, input_rhs_dims, output_dims, multiply, &job);
}
