// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_HYBRID_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_HYBRID_H_

#include <cstdint>

// Quantisation of activations at run time, for layers with float32 activations and int8 weights. Which of the
// two an operator uses is LiteRT's choice (ai-edge-litert 2.3.0, BUILTIN_REF, established by experiment):
// - FULLY_CONNECTED: what the model's asymmetric_quantize_inputs option says, row by row;
// - CONV_2D: asymmetric when the channels' weight scales differ, symmetric when all are equal, batch by
// batch;
// - DEPTHWISE_CONV_2D: asymmetric, batch by batch.

namespace tflite {

// real_value = scale * (quantized_value - zero_point)
struct RunTimeQuantization {
  float scale;
  int32_t zero_point;
};

// Quantises to [-127, 127] with zero point 0 and scale (largest magnitude / 127).
RunTimeQuantization QuantizeSymmetric(const float* input, int32_t count, int8_t* output);

// Quantises to [-128, 127]: the range of the input, widened to include 0, in 255 steps.
RunTimeQuantization QuantizeAsymmetric(const float* input, int32_t count, int8_t* output);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_HYBRID_H_
