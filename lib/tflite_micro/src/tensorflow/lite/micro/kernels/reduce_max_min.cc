// SPDX-License-Identifier: Apache-2.0
#include <cfloat>

#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/reduce.h"

namespace tflite {
namespace {

float& Of(ReductionState* state, float) { return state->real; }
int32_t& Of(ReductionState* state, int8_t) { return state->whole; }

// A NaN is never the largest or smallest.
template <typename T, bool Largest>
void Take(ReductionState* state, const void* input, int32_t count, int32_t step) {
  const auto* element = static_cast<const T*>(input);
  auto& found = Of(state, T{});
  auto best = found;
  for (; count > 0; --count, element += step) {
    if (Largest ? *element > best : *element < best) best = *element;
  }
  found = best;
}

void WriteFloat(const ReductionState& state, const void* /*data*/, void* output, int32_t index) {
  static_cast<float*>(output)[index] = state.real;
}

void WriteInt8(const ReductionState& state, const void* /*data*/, void* output, int32_t index) {
  static_cast<int8_t*>(output)[index] = static_cast<int8_t>(state.whole);
}

constexpr Reducer kMax[] = {
    {kTfLiteFloat32, "reference_reduce_max_f32", ReductionState::Real(-FLT_MAX), Take<float, true>,
     WriteFloat},
    {kTfLiteInt8, "reference_reduce_max_s8", {INT8_MIN}, Take<int8_t, true>, WriteInt8},
};
constexpr Reducer kMin[] = {
    {kTfLiteFloat32, "reference_reduce_min_f32", ReductionState::Real(FLT_MAX), Take<float, false>,
     WriteFloat},
    {kTfLiteInt8, "reference_reduce_min_s8", {INT8_MAX}, Take<int8_t, false>, WriteInt8},
};

TfLiteStatus PrepareAs(TfLiteContext* context, TfLiteNode* node, const char* op, const Reducer* reducers) {
  TF_LITE_ENSURE_STATUS(ReducePrepare(context, node, op, reducers, 2));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  // Elements are handed on as they are.
  TF_LITE_ENSURE_MSG(
      context,
      input->params.scale == output->params.scale && input->params.zero_point == output->params.zero_point,
      "%s has an input of another scale or zero point than its output.", op);
  return kTfLiteOk;
}

TfLiteStatus PrepareMax(TfLiteContext* context, TfLiteNode* node) {
  return PrepareAs(context, node, "REDUCE_MAX", kMax);
}

TfLiteStatus PrepareMin(TfLiteContext* context, TfLiteNode* node) {
  return PrepareAs(context, node, "REDUCE_MIN", kMin);
}

TfLiteStatus InvokeMax(TfLiteContext* context, TfLiteNode* node) {
  return ReduceInvoke(context, node, "REDUCE_MAX", kMax, 2);
}

TfLiteStatus InvokeMin(TfLiteContext* context, TfLiteNode* node) {
  return ReduceInvoke(context, node, "REDUCE_MIN", kMin, 2);
}

}  // namespace

TFLMRegistration Register_REDUCE_MAX() { return micro::RegisterOp(nullptr, PrepareMax, InvokeMax); }

TFLMRegistration Register_REDUCE_MIN() { return micro::RegisterOp(nullptr, PrepareMin, InvokeMin); }

}  // namespace tflite
