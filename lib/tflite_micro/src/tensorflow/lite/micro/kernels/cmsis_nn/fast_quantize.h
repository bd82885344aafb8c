// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FAST_QUANTIZE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FAST_QUANTIZE_H_

#include "tensorflow/lite/micro/kernels/internal/hybrid.h"

namespace tflite {
namespace cmsis_nn {

// QuantizeAsymmetric and QuantizeSymmetric, bit for bit, with the FPU's own rounding.
RunTimeQuantization FastQuantizeAsymmetric(const float* input, int32_t count, int8_t* output);
RunTimeQuantization FastQuantizeSymmetric(const float* input, int32_t count, int8_t* output);

}  // namespace cmsis_nn
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FAST_QUANTIZE_H_
