// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/internal/parts.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "UNPACK";

Parts PartsOf(TfLiteContext* context, TfLiteNode* node) {
  const auto& params = *static_cast<const TfLiteUnpackParams*>(node->builtin_data);
  return {kOp, micro::GetMutableEvalInput(context, node, 0), node->outputs, params.axis, true};
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_MSG(context, micro::GetEvalInput(context, node, 0) != nullptr, "%s needs an input.", kOp);
  const auto& params = *static_cast<const TfLiteUnpackParams*>(node->builtin_data);
  TF_LITE_ENSURE_MSG(context, params.num == node->outputs->size, "%s into %d has %d outputs.", kOp,
                     params.num, node->outputs->size);
  SetKernelName(context, node, "reference_unpack");
  return CheckParts(context, PartsOf(context, node));
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  return CopyParts(context, PartsOf(context, node), false);
}

}  // namespace

TFLMRegistration Register_UNPACK() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
