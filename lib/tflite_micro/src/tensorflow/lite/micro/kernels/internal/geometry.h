// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_GEOMETRY_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_GEOMETRY_H_

#include <cstdint>

#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/c/common.h"

namespace tflite {

// A feature map, NHWC.
struct FeatureMap {
  int32_t batches;
  int32_t height;
  int32_t width;
  int32_t channels;

  int32_t batch_size() const { return height * width * channels; }
};

inline FeatureMap FeatureMapOf(const TfLiteIntArray* dims) {
  return {dims->data[0], dims->data[1], dims->data[2], dims->data[3]};
}

// A filter that slides over a feature map. Row r of its position y looks at input row y * stride_height + r *
// dilation_height - padding_height; columns likewise.
struct Window {
  int32_t height;
  int32_t width;
  int32_t stride_height;
  int32_t stride_width;
  int32_t dilation_height;
  int32_t dilation_width;
  int32_t padding_height;
  int32_t padding_width;
};

struct ConvGeometry {
  FeatureMap input;
  FeatureMap output;
  Window window;
  // CONV_2D: input channels that an output channel sees; fewer than the input has when the convolution is
  // grouped.
  int32_t filter_channels;
};

// Output size and padding before the data, along one axis.
struct Extent {
  int32_t output;
  int32_t padding;
};

// `filter` elements `dilation` apart, moved in steps of `stride`. SAME pads to ceil(input / stride), the odd
// element after the data.
inline Extent WindowExtent(TfLitePadding padding, int32_t input, int32_t filter, int32_t stride,
                           int32_t dilation) {
  constexpr int32_t kLongestReach = 32767;  // half of it is the longest padding: an int16_t
  const int64_t wide_reach = int64_t{filter - 1} * dilation + 1;
  // No layer has such an output: Prepare refuses it.
  if (wide_reach > kLongestReach || stride > kLongestReach || dilation > kLongestReach || input > (1 << 30))
    return {-1, 0};
  const int32_t reach = static_cast<int32_t>(wide_reach);
  if (padding == kTfLitePaddingValid) {
    const int32_t positions = input - reach + stride;
    return {positions > 0 ? positions / stride : 0, 0};
  }
  const int32_t output = (input + stride - 1) / stride;
  const int32_t missing = (output - 1) * stride + reach - input;
  return {output, missing > 0 ? missing / 2 : 0};
}

// The taps of a filter that fall inside the input: [begin, end).
struct Taps {
  int32_t begin;
  int32_t end;
};

// For a filter whose tap 0 lies at `origin` (negative in the padding).
inline Taps TapsInside(int32_t origin, int32_t filter, int32_t dilation, int32_t input) {
  const int32_t begin = origin < 0 ? (-origin + dilation - 1) / dilation : 0;
  const int32_t room = input - origin;
  const int32_t end = room <= 0 ? 0 : (room + dilation - 1) / dilation;
  return {begin, end < filter ? end : filter};
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_GEOMETRY_H_
