// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_softmax.h"
#include "arm_nnfunctions.h"

ARM_NN_INLINE int32_t load(const void *input, int32_t at) { return ((const int8_t *)input)[at]; }

ARM_NN_INLINE void store(void *output, int32_t at, int32_t share) {
  ((int16_t *)output)[at] = (int16_t)arm_nn_clamp(share - 32768, INT16_MIN, INT16_MAX);
}

void arm_softmax_s8_s16(const int8_t *input, const int32_t num_rows, const int32_t row_size,
                        const int32_t mult, const int32_t shift, const int32_t diff_min, int16_t *output) {
  const arm_nn_softmax_scores scores = {num_rows, row_size, mult, shift, diff_min};
  arm_nn_softmax(&scores, input, load, 16, output, store);
}
