// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_SIGMOID_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_SIGMOID_H_

#include <cstdint>

#include "tensorflow/lite/c/common.h"

namespace tflite {

// Quantised sigmoid and hyperbolic tangent. int8 is computed in fixed point with 4 integer bits, int16 is
// interpolated in a table.
struct SigmoidParams {
  int32_t multiplier;  // int8: to Q4.27; int16: to steps of 1/12288
  int32_t shift;       // int8: to the left; int16: to the right, after the product
  int32_t zero_point;  // of the input
  int32_t radius;      // int8: a larger magnitude gives the end of the output's range
};

// For an int8 or int16 input.
SigmoidParams PrepareSigmoid(const TfLiteTensor& input);

// Output of scale 1/256 and zero point -128, for sigmoid; 1/128 and 0 for the hyperbolic tangent.
int8_t Sigmoid8(int8_t value, const SigmoidParams& params);
int8_t Tanh8(int8_t value, const SigmoidParams& params);

// Output of scale 1/32768 and zero point 0.
int16_t Sigmoid16(int16_t value, const SigmoidParams& params);
int16_t Tanh16(int16_t value, const SigmoidParams& params);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_SIGMOID_H_
