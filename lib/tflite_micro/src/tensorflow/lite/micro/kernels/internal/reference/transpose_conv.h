// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_TRANSPOSE_CONV_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_TRANSPOSE_CONV_H_

#include "tensorflow/lite/micro/kernels/internal/geometry.h"

namespace tflite {
namespace reference {

// The largest filter row (or column) below `filter` and not above `position` that reaches it from a whole
// input row; negative for none.
inline int32_t LastTap(int32_t position, int32_t stride, int32_t filter) {
  const int32_t first = position % stride;
  const int32_t last = position < filter ? position : filter - 1;
  return last < first ? -1 : first + (last - first) / stride * stride;
}

// Transposed convolution: input and output NHWC, filter OHWI; strides and padding are those of the
// convolution that leads from the output back to the input. Each output gathers the inputs that reach it, so
// that no sums need to be kept: row r of the filter reaches output row y from input row (y + padding - r) /
// stride where that is whole. Inputs are taken in their order in memory.
template <typename Product, typename Finish, typename Input, typename Weight, typename Output>
void TransposeConv(const ConvGeometry& geometry, const Product& product, const Finish& finish,
                   const Input* input, const Weight* filter, Output* output) {
  const Window& window = geometry.window;
  const FeatureMap& in = geometry.input;
  const FeatureMap& out = geometry.output;
  for (int32_t batch = 0; batch < in.batches; ++batch, input += in.batch_size()) {
    for (int32_t y = 0; y < out.height; ++y) {
      const int32_t down = y + window.padding_height;
      for (int32_t x = 0; x < out.width; ++x) {
        const int32_t right = x + window.padding_width;
        for (int32_t channel = 0; channel < out.channels; ++channel) {
          typename Product::Sum sum = 0;
          int32_t row = LastTap(down, window.stride_height, window.height);
          int32_t in_y = (down - row) / window.stride_height;
          for (; row >= 0 && in_y < in.height; row -= window.stride_height, ++in_y) {
            int32_t column = LastTap(right, window.stride_width, window.width);
            int32_t in_x = (right - column) / window.stride_width;
            for (; column >= 0 && in_x < in.width; column -= window.stride_width, ++in_x) {
              const Input* activations = input + (in_y * in.width + in_x) * in.channels;
              const Weight* weights =
                  filter + ((channel * window.height + row) * window.width + column) * in.channels;
              for (int32_t i = 0; i < in.channels; ++i) sum += product(activations[i], weights[i]);
            }
          }
          *output++ = finish(sum, channel);
        }
      }
    }
  }
}

}  // namespace reference
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_TRANSPOSE_CONV_H_
