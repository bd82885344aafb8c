// SPDX-License-Identifier: Apache-2.0
// Where a transposition reads.
#ifndef ARM_NN_TRANSPOSE_H
#define ARM_NN_TRANSPOSE_H

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

#endif  // ARM_NN_TRANSPOSE_H
