// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/mean.h"

namespace tflite {
namespace {

constexpr char kOp[] = "MEAN";

void WriteMean(const ReductionState& state, const void* data, void* output, int32_t index) {
  const auto elements = static_cast<float>(static_cast<const MeanSumOpData*>(data)->elements);
  static_cast<float*>(output)[index] = state.real / elements;
}

constexpr Reducer kReducers[] = {
    {kTfLiteFloat32, "reference_mean_f32", {0}, TakeFloatSum, WriteMean},
    {kTfLiteInt8, "reference_mean_s8", {0}, TakeSum<int8_t>, WriteScaled<int8_t>},
    {kTfLiteInt16, "reference_mean_s16", {0}, TakeSum<int16_t>, WriteScaled<int16_t>},
};

}  // namespace

TfLiteStatus MeanPrepare(TfLiteContext* context, TfLiteNode* node) {
  return MeanSumPrepare(context, node, kOp, true, kReducers);
}

TfLiteStatus MeanReference(TfLiteContext* context, TfLiteNode* node) {
  return ReduceInvoke(context, node, kOp, kReducers, 3);
}

}  // namespace tflite
