// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_SOFTMAX_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_SOFTMAX_H_

#include <cstdint>

#include "tensorflow/lite/micro/kernels/op_data.h"

namespace tflite {
namespace reference {

// Softmax over the last axis: `rows` rows of `depth` elements, exp(beta * x) normalised to a sum of 1.
void SoftmaxFloat(const float* input, int32_t rows, int32_t depth, float beta, float* output);

// T is int8_t, for an output with scale 1/256 and zero point -128, or int16_t, for scale 1/65536 and zero
// point -32768. `params.multiplier` and `shift` bring input differences to Q5.26, beta included.
template <typename T>
void SoftmaxInt8(const int8_t* input, int32_t rows, int32_t depth, const SoftmaxOpData& params, T* output);

// Output with scale 1/32768 and zero point 0. `params.multiplier` and `shift` bring input differences to
// units of 10/65535, beta included.
void SoftmaxInt16(const int16_t* input, int32_t rows, int32_t depth, const SoftmaxOpData& params,
                  int16_t* output);

}  // namespace reference
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_SOFTMAX_H_
