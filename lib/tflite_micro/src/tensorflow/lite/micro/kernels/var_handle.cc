// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/resource_id.h"

namespace tflite {
namespace {

constexpr char kOp[] = "VAR_HANDLE";

void* Init(TfLiteContext* context, const char*, size_t) {
  return context->AllocatePersistentBuffer(context, sizeof(int32_t));
}

// The output's data is the number of the variable from now on: kernels that use it can tell in Prepare which
// it is, and the tensor needs no memory.
TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteVarHandleParams*>(node->builtin_data);
  MicroResourceVariables* variables = nullptr;
  TF_LITE_ENSURE_STATUS(micro::ResourceVariables(context, kOp, &variables));
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  TF_LITE_ENSURE_MSG(context, output != nullptr && output->type == kTfLiteResource,
                     "%s needs one output of type resource.", kOp);
  auto* id = static_cast<int32_t*>(node->user_data);
  *id = variables->CreateIdIfNoneFound(params->container, params->shared_name);
  if (*id < 0) return kTfLiteError;
  output->data.i32 = id;
  SetKernelName(context, node, "reference_var_handle");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext*, TfLiteNode*) { return kTfLiteOk; }

}  // namespace

TFLMRegistration Register_VAR_HANDLE() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
