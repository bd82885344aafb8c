// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_RESIZE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_RESIZE_H_

#include <cstdint>

#include "tensorflow/lite/c/common.h"

namespace tflite {

// What RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR share: input 0 NHWC, input 1 the output's height and
// width.

struct ResizeOptions {
  bool align_corners;       // the corner pixels' centres of input and output coincide
  bool half_pixel_centers;  // a pixel's centre lies at its index + 1/2
};

// One axis.
struct ResizeAxis {
  int32_t input;
  int32_t output;
  ResizeOptions options;

  bool spans_corners() const { return options.align_corners && output > 1; }
  // Input pixels an output pixel.
  float scale() const {
    return spans_corners() ? static_cast<float>(input - 1) / static_cast<float>(output - 1)
                           : static_cast<float>(input) / static_cast<float>(output);
  }
};

// Checks operands and shapes; types and options are the operator's own.
TfLiteStatus CheckResize(TfLiteContext* context, const TfLiteNode* node, const char* op);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_RESIZE_H_
