// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_ELEMENT_COUNT_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_ELEMENT_COUNT_H_

#include <cstdint>

#include "tensorflow/lite/c/common.h"

namespace tflite {

// Elements of a tensor with these dimensions; 1 for a scalar.
inline int32_t CountElements(const TfLiteIntArray* dims) {
  int32_t count = 1;
  for (int i = 0; i < dims->size; ++i) {
    count *= dims->data[i];
  }
  return count;
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_ELEMENT_COUNT_H_
