// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/subgraph_copies.h"

namespace tflite {
namespace {

constexpr char kOp[] = "IF";

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteIfParams*>(node->builtin_data);
  TF_LITE_ENSURE_MSG(context, micro::IsCondition(micro::GetEvalInput(context, node, 0)),
                     "%s needs one bool to decide.", kOp);
  for (int i = 0; i < node->outputs->size; ++i) {
    TF_LITE_ENSURE_MSG(context, micro::GetEvalOutput(context, node, i)->type != kTfLiteResource,
                       "%s cannot choose between variables.", kOp);
  }
  const int branches[] = {params->then_subgraph_index, params->else_subgraph_index};
  for (const int branch : branches) {
    TF_LITE_ENSURE_STATUS(micro::MatchSubgraphInputs(context, node, branch, 1, kOp));
    TF_LITE_ENSURE_STATUS(micro::MatchSubgraphOutputs(context, node, branch, kOp));
  }
  SetKernelName(context, node, "reference_if");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteIfParams*>(node->builtin_data);
  const bool condition = *micro::GetTensorData<uint8_t>(micro::GetEvalInput(context, node, 0)) != 0;
  const int branch = condition ? params->then_subgraph_index : params->else_subgraph_index;
  MicroGraph& graph = GetMicroContext(context)->graph();
  TF_LITE_ENSURE_STATUS(micro::CopyOpInputsToSubgraphInputs(context, node, &graph, branch, 1));
  TF_LITE_ENSURE_STATUS(graph.InvokeSubgraph(branch));
  return micro::CopySubgraphOutputsToOpOutputs(context, node, &graph, branch);
}

}  // namespace

TFLMRegistration Register_IF() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
