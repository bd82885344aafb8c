// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_SUBGRAPH_COPIES_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_SUBGRAPH_COPIES_H_

#include "tensorflow/lite/micro/kernels/kernel_util.h"

// For operators that run subgraphs. The copies that kernel_util.h declares are of contents; a resource (the
// number of a variable) is settled in Prepare instead, and no copy is made of it.

namespace tflite {
namespace micro {

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
