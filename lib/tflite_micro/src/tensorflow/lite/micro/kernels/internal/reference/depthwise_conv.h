// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_DEPTHWISE_CONV_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_DEPTHWISE_CONV_H_

#include "tensorflow/lite/micro/kernels/internal/geometry.h"
#include "tensorflow/lite/micro/kernels/internal/reference/product.h"

namespace tflite {
namespace reference {

// Depthwise convolution of `batches` feature maps: input NHWC, filter 1HWC with C output channels, output
// NHWC. Output channel c sees input channel c / multiplier, multiplier being output channels / input
// channels.
template <typename Product, typename Finish, typename Input, typename Filter, typename Output>
void DepthwiseConv(const ConvGeometry& geometry, int32_t batches, const Product& product,
                   const Finish& finish, const Input* input, Filter filter, Output* output) {
  const Window& window = geometry.window;
  const FeatureMap& in = geometry.input;
  const FeatureMap& out = geometry.output;
  const int32_t multiplier = out.channels / in.channels;
  for (int32_t batch = 0; batch < batches; ++batch, input += in.batch_size()) {
    for (int32_t y = 0; y < out.height; ++y) {
      const int32_t top = y * window.stride_height - window.padding_height;
      const Taps rows = TapsInside(top, window.height, window.dilation_height, in.height);
      for (int32_t x = 0; x < out.width; ++x) {
        const int32_t left = x * window.stride_width - window.padding_width;
        const Taps columns = TapsInside(left, window.width, window.dilation_width, in.width);
        for (int32_t channel = 0; channel < out.channels; ++channel) {
          typename Product::Sum sum = 0;
          for (int32_t row = rows.begin; row < rows.end; ++row) {
            for (int32_t column = columns.begin; column < columns.end; ++column) {
              const int32_t in_y = top + row * window.dilation_height;
              const int32_t in_x = left + column * window.dilation_width;
              sum += product(input[(in_y * in.width + in_x) * in.channels + channel / multiplier],
                             filter[(row * window.width + column) * out.channels + channel]);
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

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_DEPTHWISE_CONV_H_
