// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/subgraph_copies.h"

#include <cstring>

#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_graph.h"

namespace tflite {
namespace micro {
namespace {

TfLiteStatus Copy(TfLiteContext* context, const TfLiteEvalTensor* from, TfLiteEvalTensor* to) {
  TF_LITE_ENSURE(context, from != nullptr && to != nullptr && from->type == to->type);
  if (from->type == kTfLiteResource) {
    TF_LITE_ENSURE(context, from->data.data != nullptr && to->data.data != nullptr);
    TF_LITE_ENSURE_EQ(context, *from->data.i32, *to->data.i32);
    return kTfLiteOk;
  }
  size_t bytes;
  size_t room;
  TF_LITE_ENSURE_STATUS(TfLiteEvalTensorByteLength(from, &bytes));
  TF_LITE_ENSURE_STATUS(TfLiteEvalTensorByteLength(to, &room));
  TF_LITE_ENSURE_EQ(context, bytes, room);
  if (bytes != 0) memcpy(to->data.data, from->data.data, bytes);
  return kTfLiteOk;
}

TfLiteStatus Match(TfLiteContext* context, TfLiteEvalTensor* from, TfLiteEvalTensor* to, int index,
                   const char* what) {
  size_t from_bytes = 0;
  size_t to_bytes = 0;
  const bool fits = from != nullptr && to != nullptr && from->type == to->type &&
                    TfLiteEvalTensorByteLength(from, &from_bytes) == kTfLiteOk &&
                    TfLiteEvalTensorByteLength(to, &to_bytes) == kTfLiteOk && from_bytes == to_bytes;
  TF_LITE_ENSURE_MSG(context, fits, "%s: tensor %d has another type or size in its subgraph.", what, index);
  if (from->type != kTfLiteResource || from->data.data == nullptr) return kTfLiteOk;
  TF_LITE_ENSURE_MSG(context, to->data.data == nullptr || *to->data.i32 == *from->data.i32,
                     "%s: its subgraph gets different variables as tensor %d, which is not supported.", what,
                     index);
  to->data = from->data;
  return kTfLiteOk;
}

}  // namespace

TfLiteStatus CopyOpInputsToOpOutputs(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_EQ(context, node->inputs->size, node->outputs->size);
  for (int i = 0; i < node->inputs->size; ++i) {
    TF_LITE_ENSURE_STATUS(Copy(context, GetEvalInput(context, node, i), GetEvalOutput(context, node, i)));
  }
  return kTfLiteOk;
}

TfLiteStatus CopyOpInputsToSubgraphInputs(TfLiteContext* context, TfLiteNode* node, MicroGraph* graph_info,
                                          int subgraph_idx, int first_tensor_idx) {
  for (int i = first_tensor_idx; i < node->inputs->size; ++i) {
    TF_LITE_ENSURE_STATUS(Copy(context, GetEvalInput(context, node, i),
                               graph_info->GetSubgraphInput(subgraph_idx, i - first_tensor_idx)));
  }
  return kTfLiteOk;
}

TfLiteStatus CopyOpOutputsToSubgraphInputs(TfLiteContext* context, TfLiteNode* node, MicroGraph* graph_info,
                                           int subgraph_idx) {
  for (int i = 0; i < node->outputs->size; ++i) {
    TF_LITE_ENSURE_STATUS(
        Copy(context, GetEvalOutput(context, node, i), graph_info->GetSubgraphInput(subgraph_idx, i)));
  }
  return kTfLiteOk;
}

TfLiteStatus CopySubgraphOutputsToOpOutputs(TfLiteContext* context, TfLiteNode* node, MicroGraph* graph_info,
                                            int subgraph_idx) {
  for (int i = 0; i < node->outputs->size; ++i) {
    TF_LITE_ENSURE_STATUS(
        Copy(context, graph_info->GetSubgraphOutput(subgraph_idx, i), GetEvalOutput(context, node, i)));
  }
  return kTfLiteOk;
}

TfLiteStatus MatchSubgraphInputs(TfLiteContext* context, TfLiteNode* node, int subgraph_idx,
                                 int first_tensor_idx, const char* what) {
  MicroGraph& graph = GetMicroContext(context)->graph();
  const int count = static_cast<int>(graph.NumSubgraphInputs(subgraph_idx));
  TF_LITE_ENSURE_MSG(context, count == node->inputs->size - first_tensor_idx,
                     "%s has %d inputs for a subgraph that takes %d.", what,
                     node->inputs->size - first_tensor_idx, count);
  for (int i = 0; i < count; ++i) {
    TF_LITE_ENSURE_STATUS(Match(context, GetMutableEvalInput(context, node, first_tensor_idx + i),
                                graph.GetSubgraphInput(subgraph_idx, i), first_tensor_idx + i, what));
  }
  return kTfLiteOk;
}

TfLiteStatus MatchSubgraphOutputs(TfLiteContext* context, TfLiteNode* node, int subgraph_idx,
                                  const char* what) {
  MicroGraph& graph = GetMicroContext(context)->graph();
  const int count = static_cast<int>(graph.NumSubgraphOutputs(subgraph_idx));
  TF_LITE_ENSURE_MSG(context, count == node->outputs->size, "%s has %d outputs for a subgraph that gives %d.",
                     what, node->outputs->size, count);
  for (int i = 0; i < count; ++i) {
    TF_LITE_ENSURE_STATUS(
        Match(context, GetEvalOutput(context, node, i), graph.GetSubgraphOutput(subgraph_idx, i), i, what));
  }
  return kTfLiteOk;
}

bool IsCondition(const TfLiteEvalTensor* tensor) {
  size_t bytes = 0;
  return tensor != nullptr && tensor->type == kTfLiteBool &&
         TfLiteEvalTensorByteLength(tensor, &bytes) == kTfLiteOk && bytes == 1;
}

}  // namespace micro
}  // namespace tflite
