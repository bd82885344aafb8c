// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_transpose.h"

arm_cmsis_nn_status arm_nn_transpose_plan_of(const cmsis_nn_dims *input_dims,
                                             const cmsis_nn_dims *output_dims,
                                             const cmsis_nn_transpose_params *params,
                                             arm_nn_transpose_plan *plan) {
  const int32_t rank = params->num_dims;
  const int32_t in[4] = {input_dims->n, input_dims->h, input_dims->w, input_dims->c};
  const int32_t out[4] = {output_dims->n, output_dims->h, output_dims->w, output_dims->c};
  if (rank < 1 || rank > 4) return ARM_CMSIS_NN_ARG_ERROR;
  ptrdiff_t stride[4], elements = 1;
  for (int32_t i = rank - 1; i >= 0; i--) {
    stride[i] = elements;
    elements *= in[i];
  }
  uint32_t seen = 0;
  for (int32_t i = 0; i < 4; i++) {
    plan->size[i] = 1;
    plan->step[i] = 0;
  }
  for (int32_t i = 0; i < rank; i++) {  // the last output dimension is the innermost loop
    const uint32_t from = params->permutations[i];
    if (from >= (uint32_t)rank || ((seen >> from) & 1) || out[i] != in[from]) return ARM_CMSIS_NN_ARG_ERROR;
    seen |= 1u << from;
    plan->size[4 - rank + i] = in[from];
    plan->step[4 - rank + i] = stride[from];
  }
  return ARM_CMSIS_NN_SUCCESS;
}
