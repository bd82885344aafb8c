// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/internal/parts.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "CONCATENATION";

Parts PartsOf(TfLiteContext* context, TfLiteNode* node) {
  const auto& params = *static_cast<const TfLiteConcatenationParams*>(node->builtin_data);
  return {kOp, micro::GetEvalOutput(context, node, 0), node->inputs, params.axis, false};
}

// Bytes are copied: they must mean the same in all tensors.
TfLiteStatus CheckQuantisation(TfLiteContext* context, const TfLiteNode* node) {
  const TempTensor output = TempTensor::Output(context, node, 0);
  for (int i = 0; i < node->inputs->size; ++i) {
    const TempTensor input = TempTensor::Input(context, node, i);
    TF_LITE_ENSURE_MSG(context,
                       input && input->params.scale == output->params.scale &&
                           input->params.zero_point == output->params.zero_point,
                       "%s has an input %d of another scale or zero point than its output.", kOp, i);
  }
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_MSG(context, node->inputs->size > 0 && node->outputs->size == 1,
                     "%s needs an input and an output.", kOp);
  const auto& params = *static_cast<const TfLiteConcatenationParams*>(node->builtin_data);
  TF_LITE_ENSURE_MSG(context, params.activation == kTfLiteActNone,
                     "%s with a fused activation is not in this runtime.", kOp);
  TF_LITE_ENSURE_STATUS(CheckQuantisation(context, node));
  SetKernelName(context, node, "reference_concatenation");
  return CheckParts(context, PartsOf(context, node));
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  return CopyParts(context, PartsOf(context, node), true);
}

}  // namespace

TFLMRegistration Register_CONCATENATION() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
