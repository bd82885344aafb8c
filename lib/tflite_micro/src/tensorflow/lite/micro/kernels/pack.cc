// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/internal/parts.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "PACK";

Parts PartsOf(TfLiteContext* context, TfLiteNode* node) {
  const auto& params = *static_cast<const TfLitePackParams*>(node->builtin_data);
  return {kOp, micro::GetEvalOutput(context, node, 0), node->inputs, params.axis, true};
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_MSG(context, node->inputs->size > 0 && node->outputs->size == 1,
                     "%s needs an input and an output.", kOp);
  const auto& params = *static_cast<const TfLitePackParams*>(node->builtin_data);
  TF_LITE_ENSURE_MSG(context, params.values_count == node->inputs->size, "%s of %d values has %d inputs.",
                     kOp, params.values_count, node->inputs->size);
  SetKernelName(context, node, "reference_pack");
  return CheckParts(context, PartsOf(context, node));
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  return CopyParts(context, PartsOf(context, node), true);
}

}  // namespace

TFLMRegistration Register_PACK() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
