// SPDX-License-Identifier: Apache-2.0
// The rows that a product of matrices brings together, with broadcasting of the two outer dimensions.
#ifndef ARM_NN_BATCH_MATMUL_H
#define ARM_NN_BATCH_MATMUL_H

#include "arm_nnfunctions.h"

// Output element `at` is that of two rows, counted over all matrices. Inlined.
typedef void (*arm_nn_row_pair)(const void *job, ptrdiff_t lhs_row, ptrdiff_t rhs_row, ptrdiff_t at);

ARM_NN_INLINE arm_cmsis_nn_status arm_nn_batch_matmul(const cmsis_nn_dims *l, const cmsis_nn_dims *r,
                                                      const cmsis_nn_dims *output_dims, arm_nn_row_pair pair,
                                                      const void *job) {
  if (l->c != r->c) return ARM_CMSIS_NN_ARG_ERROR;
  ptrdiff_t at = 0;
  for (int32_t n = 0; n < output_dims->n; n++) {
    for (int32_t h = 0; h < output_dims->h; h++) {
      const ptrdiff_t lhs_matrix = (l->n == 1 ? 0 : n) * l->h + (l->h == 1 ? 0 : h);
      const ptrdiff_t rhs_matrix = (r->n == 1 ? 0 : n) * r->h + (r->h == 1 ? 0 : h);
      for (int32_t i = 0; i < l->w; i++) {
        for (int32_t j = 0; j < r->w; j++, at++) pair(job, lhs_matrix * l->w + i, rhs_matrix * r->w + j, at);
      }
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}

#endif  // ARM_NN_BATCH_MATMUL_H
