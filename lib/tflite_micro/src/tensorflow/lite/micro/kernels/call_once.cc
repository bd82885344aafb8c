// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "CALL_ONCE";

struct OpData {
  bool has_run;
};

void* Init(TfLiteContext* context, const char*, size_t) {
  auto* data = static_cast<OpData*>(context->AllocatePersistentBuffer(context, sizeof(OpData)));
  if (data != nullptr) data->has_run = false;
  return data;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteCallOnceParams*>(node->builtin_data);
  MicroGraph& graph = GetMicroContext(context)->graph();
  TF_LITE_ENSURE_MSG(context,
                     graph.NumSubgraphInputs(params->init_subgraph_index) == 0 &&
                         graph.NumSubgraphOutputs(params->init_subgraph_index) == 0,
                     "%s needs a subgraph without inputs and outputs.", kOp);
  SetKernelName(context, node, "reference_call_once");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<OpData*>(node->user_data);
  if (data->has_run) return kTfLiteOk;
  const auto* params = static_cast<const TfLiteCallOnceParams*>(node->builtin_data);
  TF_LITE_ENSURE_STATUS(GetMicroContext(context)->graph().InvokeSubgraph(params->init_subgraph_index));
  data->has_run = true;
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_CALL_ONCE() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
