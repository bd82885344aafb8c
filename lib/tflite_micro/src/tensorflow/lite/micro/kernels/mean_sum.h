// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_MEAN_SUM_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_MEAN_SUM_H_

#include <cstdint>

#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/reduce.h"

namespace tflite {

// Quantised: the sum of all elements, less their zero points, is scaled to the output's steps; a mean divides
// in the same multiplication.
struct MeanSumOpData {
  int32_t elements;  // that become one
  int32_t multiplier;
  int32_t zero_points;  // their sum
  int16_t output_zero_point;
  int8_t shift;
  bool is_of_pixels;  // MEAN by the fast kernel
};
static_assert(sizeof(MeanSumOpData) == 16, "update kernels/reduce.py");

void* MeanSumInit(TfLiteContext* context, const char* buffer, size_t length);

// Checks the node and fills its MeanSumOpData.
TfLiteStatus MeanSumPrepare(TfLiteContext* context, TfLiteNode* node, const char* op, bool mean,
                            const Reducer (&reducers)[3]);

template <typename T>
void TakeSum(ReductionState* state, const void* input, int32_t count, int32_t step) {
  const auto* element = static_cast<const T*>(input);
  int32_t sum = state->whole;
  for (; count > 0; --count, element += step) sum += *element;
  state->whole = sum;
}

inline void TakeFloatSum(ReductionState* state, const void* input, int32_t count, int32_t step) {
  const auto* element = static_cast<const float*>(input);
  float sum = state->real;
  for (; count > 0; --count, element += step) sum += *element;
  state->real = sum;
}

template <typename T>
void WriteScaled(const ReductionState& state, const void* op_data, void* output, int32_t index) {
  const auto& data = *static_cast<const MeanSumOpData*>(op_data);
  constexpr int32_t kMin = sizeof(T) == 1 ? INT8_MIN : INT16_MIN;
  constexpr int32_t kMax = sizeof(T) == 1 ? INT8_MAX : INT16_MAX;
  const int32_t scaled =
      fixed_point::MultiplyByMultiplier(state.whole - data.zero_points, data.multiplier, data.shift);
  const int32_t value = fixed_point::Add(scaled, data.output_zero_point);
  static_cast<T*>(output)[index] = static_cast<T>(value < kMin ? kMin : value > kMax ? kMax : value);
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_MEAN_SUM_H_
