// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/softmax.h"

#include "tensorflow/lite/micro/kernels/cmsis_nn/cmsis_nn_glue.h"
#include "tensorflow/lite/micro/kernels/internal/element_count.h"

namespace tflite {
namespace {

// A float softmax other than of the input itself stays with the reference.
bool IsPlainFloat(const TfLiteContext* context, const TfLiteNode* node) {
  return micro::GetEvalInput(context, node, 0)->type == kTfLiteFloat32 &&
         static_cast<const TfLiteSoftmaxParams*>(node->builtin_data)->beta == 1.0f;
}

bool IsInt8(const TfLiteContext* context, const TfLiteNode* node) {
  return micro::GetEvalInput(context, node, 0)->type == kTfLiteInt8;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(SoftmaxPrepare(context, node));
  if (IsInt8(context, node)) {
    SetKernelName(context, node, "arm_softmax_s8");
  } else if (IsPlainFloat(context, node)) {
    SetKernelName(context, node, "arm_softmax_f32");
  }
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const int32_t depth = input->dims->data[input->dims->size - 1];
  const int32_t rows = CountElements(input->dims) / depth;
  if (IsInt8(context, node)) {
    const auto& data = *static_cast<const SoftmaxOpData*>(node->user_data);
    arm_softmax_s8(micro::GetTensorData<int8_t>(input), rows, depth, data.multiplier, data.shift,
                   data.diff_min, micro::GetTensorData<int8_t>(output));
    return kTfLiteOk;
  }
  if (IsPlainFloat(context, node)) {
    return cmsis_nn::StatusOf(context, "arm_softmax_f32",
                              arm_softmax_f32(micro::GetTensorData<float>(input), rows, depth,
                                              micro::GetTensorData<float>(output)));
  }
  return SoftmaxReference(context, node);
}

}  // namespace

TFLMRegistration Register_SOFTMAX() { return micro::RegisterOp(SoftmaxInit, Prepare, Invoke); }

}  // namespace tflite

#endif  // USE_CMSIS_NN
