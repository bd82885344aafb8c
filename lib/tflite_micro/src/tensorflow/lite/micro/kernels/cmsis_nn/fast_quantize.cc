// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/cmsis_nn/fast_quantize.h"

#include <cstring>

#include "arm_nnsupportfunctions.h"

namespace tflite {
namespace cmsis_nn {

// The reference tells scale and zero point of the range's two ends, as it would of all elements.

RunTimeQuantization FastQuantizeAsymmetric(const float* input, int32_t count, int8_t* output) {
  float ends[2];
  int8_t ignored[2];
  arm_nn_range_f32(input, count, &ends[0], &ends[1]);
  const RunTimeQuantization quantization = QuantizeAsymmetric(ends, 2, ignored);
  if (ends[0] == ends[1]) {
    std::memset(output, 0, static_cast<size_t>(count));
  } else {
    arm_nn_quantize_f32_s8(input, count, 1.0f / quantization.scale, quantization.zero_point, -128, output);
  }
  return quantization;
}

RunTimeQuantization FastQuantizeSymmetric(const float* input, int32_t count, int8_t* output) {
  float ends[2];
  int8_t ignored[2];
  arm_nn_range_f32(input, count, &ends[0], &ends[1]);
  const RunTimeQuantization quantization = QuantizeSymmetric(ends, 2, ignored);
  const float magnitude = -ends[0] > ends[1] ? -ends[0] : ends[1];
  if (magnitude == 0.0f) {
    std::memset(output, 0, static_cast<size_t>(count));
  } else {
    arm_nn_quantize_f32_s8(input, count, 127.0f / magnitude, 0, -127, output);
  }
  return quantization;
}

}  // namespace cmsis_nn
}  // namespace tflite

#endif  // USE_CMSIS_NN
