// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/subgraph_copies.h"

namespace tflite {
namespace {

constexpr char kOp[] = "WHILE";

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteWhileParams*>(node->builtin_data);
  MicroGraph& graph = GetMicroContext(context)->graph();
  TF_LITE_ENSURE_MSG(context, node->inputs->size == node->outputs->size,
                     "%s has %d inputs and %d outputs; they must be as many.", kOp, node->inputs->size,
                     node->outputs->size);
  TF_LITE_ENSURE_STATUS(micro::MatchSubgraphInputs(context, node, params->cond_subgraph_index, 0, kOp));
  TF_LITE_ENSURE_STATUS(micro::MatchSubgraphInputs(context, node, params->body_subgraph_index, 0, kOp));
  for (int i = 0; i < node->inputs->size; ++i) {
    const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, i);
    TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, i);
    if (output->type == kTfLiteResource && output->type == input->type) output->data = input->data;
  }
  TF_LITE_ENSURE_STATUS(micro::MatchSubgraphOutputs(context, node, params->body_subgraph_index, kOp));
  TF_LITE_ENSURE_MSG(context,
                     graph.NumSubgraphOutputs(params->cond_subgraph_index) == 1 &&
                         micro::IsCondition(graph.GetSubgraphOutput(params->cond_subgraph_index, 0)),
                     "%s needs one bool from its condition.", kOp);
  SetKernelName(context, node, "reference_while");
  return kTfLiteOk;
}

// The loop's state lies in the operator's outputs: the memory plan keeps them from the beginning on, and the
// inputs only until they have been copied there.
TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteWhileParams*>(node->builtin_data);
  const int condition = params->cond_subgraph_index;
  const int body = params->body_subgraph_index;
  MicroGraph& graph = GetMicroContext(context)->graph();
  TF_LITE_ENSURE_STATUS(micro::CopyOpInputsToOpOutputs(context, node));
  for (;;) {
    TF_LITE_ENSURE_STATUS(micro::CopyOpOutputsToSubgraphInputs(context, node, &graph, condition));
    TF_LITE_ENSURE_STATUS(graph.InvokeSubgraph(condition));
    if (*micro::GetTensorData<uint8_t>(graph.GetSubgraphOutput(condition, 0)) == 0) return kTfLiteOk;
    TF_LITE_ENSURE_STATUS(micro::CopyOpOutputsToSubgraphInputs(context, node, &graph, body));
    TF_LITE_ENSURE_STATUS(graph.InvokeSubgraph(body));
    TF_LITE_ENSURE_STATUS(micro::CopySubgraphOutputsToOpOutputs(context, node, &graph, body));
  }
}

}  // namespace

TFLMRegistration Register_WHILE() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
