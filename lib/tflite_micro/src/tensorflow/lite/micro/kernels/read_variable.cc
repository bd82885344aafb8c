// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/resource_id.h"

namespace tflite {
namespace {

constexpr char kOp[] = "READ_VARIABLE";

// What the variable's size is, an ASSIGN_VARIABLE says, which may be prepared later: it is checked at each
// reading.
TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  int id;
  MicroResourceVariables* variables;
  TF_LITE_ENSURE_STATUS(micro::ResourceVariables(context, kOp, &variables));
  TF_LITE_ENSURE_STATUS(micro::ResourceId(context, node, kOp, &id));
  TF_LITE_ENSURE_MSG(context, micro::GetEvalOutput(context, node, 0) != nullptr, "%s needs an output.", kOp);
  SetKernelName(context, node, "reference_read_variable");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  int id;
  TF_LITE_ENSURE_STATUS(micro::ResourceId(context, node, kOp, &id));
  return GetMicroContext(context)->graph().GetResourceVariables()->Read(
      id, micro::GetEvalOutput(context, node, 0));
}

}  // namespace

TFLMRegistration Register_READ_VARIABLE() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
