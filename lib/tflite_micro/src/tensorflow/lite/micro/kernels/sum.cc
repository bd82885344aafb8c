// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/mean_sum.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "SUM";

void WriteSum(const ReductionState& state, const void* /*data*/, void* output, int32_t index) {
  static_cast<float*>(output)[index] = state.real;
}

constexpr Reducer kReducers[] = {
    {kTfLiteFloat32, "reference_sum_f32", {0}, TakeFloatSum, WriteSum},
    {kTfLiteInt8, "reference_sum_s8", {0}, TakeSum<int8_t>, WriteScaled<int8_t>},
    {kTfLiteInt16, "reference_sum_s16", {0}, TakeSum<int16_t>, WriteScaled<int16_t>},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  return MeanSumPrepare(context, node, kOp, false, kReducers);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  return ReduceInvoke(context, node, kOp, kReducers, 3);
}

}  // namespace

TFLMRegistration Register_SUM() { return micro::RegisterOp(MeanSumInit, Prepare, Invoke); }

}  // namespace tflite
