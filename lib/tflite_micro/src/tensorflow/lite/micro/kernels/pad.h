// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_PAD_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_PAD_H_

#include "tensorflow/lite/micro/kernels/internal/movement.h"

namespace tflite {

// Reads input 1, a pair for each axis: elements before and behind the input's. Checks that none is negative
// and that the output is so large.
struct Padding {
  Movement move;
  Numbers pairs;

  TfLiteStatus Read(TfLiteContext* context, TfLiteNode* node, const char* op, int inputs);
  int32_t before(int axis) const { return pairs[2 * axis]; }
  int32_t behind(int axis) const { return pairs[2 * axis + 1]; }
  // Copies the input to its place in the output.
  void CopyInput() const;
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_PAD_H_
