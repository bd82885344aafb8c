// SPDX-License-Identifier: Apache-2.0
// Where a transposition reads, and its loops.
#ifndef ARM_NN_TRANSPOSE_H
#define ARM_NN_TRANSPOSE_H

#include <string.h>

#include "arm_nnsupportfunctions.h"

typedef struct {
  int32_t size[4];    // of the output
  ptrdiff_t step[4];  // input elements between neighbours along an output dimension
} arm_nn_transpose_plan;

// ARM_CMSIS_NN_ARG_ERROR for more than four dimensions, for what is no permutation, and for an output of
// another shape.
arm_cmsis_nn_status arm_nn_transpose_plan_of(const cmsis_nn_dims *input_dims,
                                             const cmsis_nn_dims *output_dims,
                                             const cmsis_nn_transpose_params *params,
                                             arm_nn_transpose_plan *plan);

// Inlined with the size of an element as a constant.
ARM_NN_INLINE arm_cmsis_nn_status arm_nn_transpose(size_t bytes, const void *input, void *output,
                                                   const cmsis_nn_dims *input_dims,
                                                   const cmsis_nn_dims *output_dims,
                                                   const cmsis_nn_transpose_params *params) {
  arm_nn_transpose_plan plan;
  const arm_cmsis_nn_status status = arm_nn_transpose_plan_of(input_dims, output_dims, params, &plan);
  if (status != ARM_CMSIS_NN_SUCCESS) return status;
  const ptrdiff_t step = plan.step[3] * (ptrdiff_t)bytes;
  char *to = (char *)output;
  for (int32_t i = 0; i < plan.size[0]; i++) {
    for (int32_t j = 0; j < plan.size[1]; j++) {
      for (int32_t k = 0; k < plan.size[2]; k++) {
        const ptrdiff_t first = i * plan.step[0] + j * plan.step[1] + k * plan.step[2];
        const char *from = (const char *)input + first * (ptrdiff_t)bytes;
        for (int32_t l = 0; l < plan.size[3]; l++, from += step, to += bytes) memcpy(to, from, bytes);
      }
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}

#endif  // ARM_NN_TRANSPOSE_H
