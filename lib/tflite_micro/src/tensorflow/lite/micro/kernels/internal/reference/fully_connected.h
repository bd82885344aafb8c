// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_FULLY_CONNECTED_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_FULLY_CONNECTED_H_

#include "tensorflow/lite/micro/kernels/internal/reference/product.h"

namespace tflite {
namespace reference {

// Input [batches, depth], filter [channels, depth], output [batches, channels].
template <typename Product, typename Finish, typename Input, typename Filter, typename Output>
void FullyConnected(int32_t batches, int32_t channels, int32_t depth, const Product& product,
                    const Finish& finish, const Input* input, Filter filter, Output* output) {
  for (int32_t batch = 0; batch < batches; ++batch, input += depth) {
    for (int32_t channel = 0; channel < channels; ++channel) {
      const Filter weights = filter + channel * depth;
      typename Product::Sum sum = 0;
      for (int32_t i = 0; i < depth; ++i) {
        sum += product(input[i], weights[i]);
      }
      *output++ = finish(sum, channel);
    }
  }
}

}  // namespace reference
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_FULLY_CONNECTED_H_
