// SPDX-License-Identifier: Apache-2.0
// Reductions, of ours: CMSIS-NN has none.
#ifndef ARM_NNFUNCTIONS_REDUCE_H
#define ARM_NNFUNCTIONS_REDUCE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The mean over the pixels of a map [batches, pixels, channels]; output [batches, channels]. Channel c of
// batch b becomes requantize(sum over the pixels - zero_points, multiplier, shift) + output_offset,
// saturated: `zero_points` is the input's zero point times the pixels, and the multiplier divides by them,
// too. As arm_nn_requantize rounds. `pixels` is at most 2^23. Scratch: none.
void arm_mean_s8(const int8_t *input, int32_t batches, int32_t pixels, int32_t channels, int32_t zero_points,
                 int32_t multiplier, int32_t shift, int32_t output_offset, int8_t *output);

#ifdef __cplusplus
}
#endif

#endif  // ARM_NNFUNCTIONS_REDUCE_H
