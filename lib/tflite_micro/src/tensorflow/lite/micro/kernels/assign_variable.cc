// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/resource_id.h"

namespace tflite {
namespace {

constexpr char kOp[] = "ASSIGN_VARIABLE";

// The first that is prepared gives the variable its memory.
TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  int id;
  MicroResourceVariables* variables;
  TF_LITE_ENSURE_STATUS(micro::ResourceVariables(context, kOp, &variables));
  TF_LITE_ENSURE_STATUS(micro::ResourceId(context, node, kOp, &id));
  const TempTensor value = TempTensor::Input(context, node, 1);
  TF_LITE_ENSURE_MSG(context, value && value->type != kTfLiteResource, "%s needs a tensor to assign.", kOp);
  SetKernelName(context, node, "reference_assign_variable");
  return variables->Allocate(id, context, value.get());
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  int id;
  TF_LITE_ENSURE_STATUS(micro::ResourceId(context, node, kOp, &id));
  return GetMicroContext(context)->graph().GetResourceVariables()->Assign(
      id, micro::GetEvalInput(context, node, 1));
}

}  // namespace

TFLMRegistration Register_ASSIGN_VARIABLE() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
