// SPDX-License-Identifier: Apache-2.0
// Elements of tensors as real numbers, and the fixed input pattern.
#ifndef LAYERSCOPE_TENSOR_VALUES_H_
#define LAYERSCOPE_TENSOR_VALUES_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/c/common.h"

namespace tensor_values {

// Whether set() takes the tensor's type.
bool can_be_set(const TfLiteTensor* tensor);

// Sets element `index` to a real number, quantised as the tensor asks: value / scale + zero_point, rounded
// half away from zero and limited to the type's range; NaN becomes the zero point. float32, int8, uint8 and
// int16; false for other types.
bool set(TfLiteTensor* tensor, size_t index, float value);

// Element `index` as a real number: of the types of set(), and of int32, int64 and bool; 0 for others.
float get(const TfLiteTensor* tensor, size_t index);

// The input of networks that do not take a digit: layerscope.models.pattern makes the same.
class Pattern {
 public:
  uint32_t next() { return state_ = state_ * 1664525u + 1013904223u; }

 private:
  uint32_t state_ = 1;
};

// Sets element `index` from a state of the pattern: float32 state / 2^32 in 24 bits, int8 its highest byte,
// int16 its highest two, uint8 its highest byte shifted to the type's range; int32 and int64, which count or
// choose, its highest two bits, bool its highest; false for other types.
bool set_pattern(TfLiteTensor* tensor, size_t index, uint32_t state);

}  // namespace tensor_values

#endif  // LAYERSCOPE_TENSOR_VALUES_H_
