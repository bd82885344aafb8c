// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_CONV_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_CONV_H_

#include "tensorflow/lite/micro/kernels/internal/geometry.h"
#include "tensorflow/lite/micro/kernels/internal/reference/product.h"

namespace tflite {
namespace reference {

// Convolution of `batches` feature maps: input NHWC, filter OHWI, output NHWC. Padding contributes nothing to
// a sum, as if it held the zero point. Filter is a pointer, or
// Int4Pointer.
template <typename Product, typename Finish, typename Input, typename Filter, typename Output>
void Conv(const ConvGeometry& geometry, int32_t batches, const Product& product, const Finish& finish,
          const Input* input, Filter filter, Output* output) {
  const Window& window = geometry.window;
  const FeatureMap& in = geometry.input;
  const FeatureMap& out = geometry.output;
  const int32_t depth = geometry.filter_channels;
  const int32_t channels_per_group = out.channels / (in.channels / depth);
  for (int32_t batch = 0; batch < batches; ++batch, input += in.batch_size()) {
    for (int32_t y = 0; y < out.height; ++y) {
      const int32_t top = y * window.stride_height - window.padding_height;
      const Taps rows = TapsInside(top, window.height, window.dilation_height, in.height);
      for (int32_t x = 0; x < out.width; ++x) {
        const int32_t left = x * window.stride_width - window.padding_width;
        const Taps columns = TapsInside(left, window.width, window.dilation_width, in.width);
        for (int32_t channel = 0; channel < out.channels; ++channel) {
          const int32_t first_channel = channel / channels_per_group * depth;
          typename Product::Sum sum = 0;
          for (int32_t row = rows.begin; row < rows.end; ++row) {
            for (int32_t column = columns.begin; column < columns.end; ++column) {
              const int32_t in_y = top + row * window.dilation_height;
              const int32_t in_x = left + column * window.dilation_width;
              const Input* activations = input + (in_y * in.width + in_x) * in.channels + first_channel;
              const Filter weights =
                  filter + ((channel * window.height + row) * window.width + column) * depth;
              for (int32_t i = 0; i < depth; ++i) {
                sum += product(activations[i], weights[i]);
              }
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

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_CONV_H_
