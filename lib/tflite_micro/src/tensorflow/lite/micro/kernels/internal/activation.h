// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_ACTIVATION_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_ACTIVATION_H_

#include <cstdint>

#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/c/common.h"

namespace tflite {

// The interval that a fused activation clamps a result to.
struct FloatRange {
  float min;
  float max;
};

struct IntegerRange {
  int32_t min;
  int32_t max;
};

inline float Clamp(float value, FloatRange range) {
  const float at_least_min = value < range.min ? range.min : value;
  return at_least_min > range.max ? range.max : at_least_min;
}

inline int32_t Clamp(int32_t value, int32_t min, int32_t max) {
  return value < min ? min : value > max ? max : value;
}

inline int32_t Clamp(int32_t value, IntegerRange range) { return Clamp(value, range.min, range.max); }

// True for the activations that a kernel can fuse: none, ReLU, ReLU6, ReLU between -1 and 1.
bool IsClampingActivation(TfLiteFusedActivation activation);

// Prepare: kTfLiteError, with a text, for the others.
TfLiteStatus CheckActivation(TfLiteContext* context, TfLiteFusedActivation activation, const char* op);

FloatRange ActivationRange(TfLiteFusedActivation activation);

// The same interval for integers that are not quantised.
IntegerRange IntegerActivationRange(TfLiteFusedActivation activation);

// What an arithmetic operator clamps its results to.
union ResultRange {
  FloatRange real;
  IntegerRange integer;
};

// For an output of type float32, int32 (its numbers) or int8, uint8 or int16 (its quantised values).
ResultRange ResultRangeOf(TfLiteFusedActivation activation, const TfLiteTensor& output);

// The same interval in quantised values of `output`: int8, uint8 or int16.
void QuantizedActivationRange(TfLiteFusedActivation activation, const TfLiteTensor& output, int32_t* min,
                              int32_t* max);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_ACTIVATION_H_
