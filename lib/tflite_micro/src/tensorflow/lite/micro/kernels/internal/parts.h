// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_PARTS_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_PARTS_H_

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/micro/kernels/internal/movement.h"

namespace tflite {

// A tensor and the parts that it is put together from, or taken apart into, along one axis.
struct Parts {
  const char* op;
  TfLiteEvalTensor* whole;
  const TfLiteIntArray* indices;  // of the parts
  int32_t axis;                   // of the whole; may be counted from behind
  bool stacked;                   // the parts lack the axis: each is one step along it
};

// Checks types, shapes and the axis.
TfLiteStatus CheckParts(TfLiteContext* context, const Parts& parts);

// Copies the parts to the whole or, when not `joining`, the whole to the parts. They were checked.
TfLiteStatus CopyParts(TfLiteContext* context, const Parts& parts, bool joining);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_PARTS_H_
