// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_SUBGRAPH_COPIES_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_SUBGRAPH_COPIES_H_

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/micro/micro_graph.h"

// For operators that run subgraphs. Contents are copied between an operator's tensors and a subgraph's; a
// resource (the number of a variable) is settled in Prepare instead, and no copy is made of it.

namespace tflite {
namespace micro {

TfLiteStatus CopyOpInputsToOpOutputs(TfLiteContext* context, TfLiteNode* node);
// The operator's inputs from `first_tensor_idx` on are the subgraph's.
TfLiteStatus CopyOpInputsToSubgraphInputs(TfLiteContext* context, TfLiteNode* node, MicroGraph* graph_info,
                                          int subgraph_idx, int first_tensor_idx);
TfLiteStatus CopyOpOutputsToSubgraphInputs(TfLiteContext* context, TfLiteNode* node, MicroGraph* graph_info,
                                           int subgraph_idx);
TfLiteStatus CopySubgraphOutputsToOpOutputs(TfLiteContext* context, TfLiteNode* node, MicroGraph* graph_info,
                                            int subgraph_idx);

// Prepare: that each of the operator's inputs from `first_tensor_idx` on has the type and size of the
// subgraph's; resources are handed on. `what` names the operator in texts.
TfLiteStatus MatchSubgraphInputs(TfLiteContext* context, TfLiteNode* node, int subgraph_idx,
                                 int first_tensor_idx, const char* what);
// Prepare: the same for its outputs.
TfLiteStatus MatchSubgraphOutputs(TfLiteContext* context, TfLiteNode* node, int subgraph_idx,
                                  const char* what);
// Prepare and Invoke: whether a tensor is one boolean.
bool IsCondition(const TfLiteEvalTensor* tensor);

}  // namespace micro
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_SUBGRAPH_COPIES_H_
