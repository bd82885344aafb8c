// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_batch_matmul.h"
#include "arm_nn_output_s16.h"

typedef struct {
  arm_nn_output_s16 stage;
  const int16_t *lhs, *rhs;
  int32_t depth;
} product_job;

ARM_NN_INLINE void multiply(const void *context, ptrdiff_t lhs_row, ptrdiff_t rhs_row, ptrdiff_t at) {
  const product_job *job = (const product_job *)context;
  const int16_t *const x = job->lhs + lhs_row * job->depth, *const y = job->rhs + rhs_row * job->depth;
  int64_t sum = 0;
  for (int32_t k = 0; k < job->depth; k++) sum += x[k] * y[k];
  arm_nn_output_s16_store(&job->stage, 0, 1, at, &sum);
}

arm_cmsis_nn_status arm_batch_matmul_s16(const cmsis_nn_context *ctx, const cmsis_nn_bmm_params *bmm_params,
                                         const cmsis_nn_per_tensor_quant_params *quant_params,
                                         const cmsis_nn_dims *input_lhs_dims, const int16_t *input_lhs,
                                         const cmsis_nn_dims *input_rhs_dims, const int16_t *input_rhs,
                                         const cmsis_nn_dims *output_dims, int16_t *output) {
  (void)ctx;
  const cmsis_nn_fc_params *params = &bmm_params->fc_params;
  const product_job job = {
      .stage =
          {
              .multiplier = &quant_params->multiplier,
              .shift = &quant_params->shift,
              .step = 0,
              .activation = params->activation,
              .output = output,
          },
      .lhs = input_lhs,
      .rhs = input_rhs,
      .depth = input_lhs_dims->c,
  };
  return arm_nn_batch_matmul(input_lhs_dims, input_rhs_dims, output_dims, multiply, &job);
}
