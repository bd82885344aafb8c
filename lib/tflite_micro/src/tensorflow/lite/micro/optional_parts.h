// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_OPTIONAL_PARTS_H_
#define TENSORFLOW_LITE_MICRO_OPTIONAL_PARTS_H_

#include "tensorflow/lite/micro/kernel_choice.h"
#include "tensorflow/lite/micro/subgraph_calls.h"

namespace tflite {

class MicroInterpreterContext;
class SubgraphPlanner;
struct NodeAndRegistration;

// Parts of the interpreter that only some operators need. The Add method of such an operator switches the
// part on, before an interpreter is made: so an image without the operator does not link the part.
struct OptionalParts {
  // For IF, WHILE and CALL_ONCE: models of several subgraphs.
  struct Subgraphs {
    SubgraphCalls (*calls_of)(const Model& model, const Operator& op);
    NodeSteps (*steps_of)(const Model& model, const Operator& op, const SubgraphSpan* spans, int begin);
    TfLiteStatus (*check)(const Model& model);
    SubgraphSpan* (*make_spans)(const Model& model, MicroAllocator& allocator);
  };
  const Subgraphs* subgraphs;
  // For DEQUANTIZE: float16 constants that kernels read themselves. arena_planner.h says when.
  bool (*is_foldable)(const Model& model, const SubGraph& subgraph, uint32_t index);
  // For the pools: a convolution and the pool behind it run as one. fused_pool.h says how.
  struct Fusion {
    Refusal (*refusal)(const NodeAndRegistration nodes[2], const TfLiteEvalTensor* tensors);
    size_t (*map_bytes)(const NodeAndRegistration nodes[2], const TfLiteEvalTensor* tensors);
    TfLiteStatus (*fuse)(MicroInterpreterContext& context, NodeAndRegistration nodes[2]);
  };
  const Fusion* fusion;
  // For element-wise operators and reshapes: outputs in the memory of an input.
  void (*mark_in_place)(SubgraphPlanner& planner);
  // What runs all element-wise operators, once one of them has been prepared.
  TfLiteStatus (*elementwise_invoke)(TfLiteContext* context, TfLiteNode* node);
};

extern OptionalParts optional_parts;

// For an application that adds an operator of its own in place of one of these: AddBuiltin() does not know.
void EnableSubgraphs();
void EnableFolding();
void EnableFusion();
void EnableInPlace();

// What the builtin operator `op` needs.
template <BuiltinOperator op>
void EnablePartsFor() {
  if constexpr (op == BuiltinOperator_IF || op == BuiltinOperator_WHILE || op == BuiltinOperator_CALL_ONCE) {
    EnableSubgraphs();
  } else if constexpr (op == BuiltinOperator_DEQUANTIZE) {
    EnableFolding();
  } else if constexpr (op == BuiltinOperator_MAX_POOL_2D || op == BuiltinOperator_AVERAGE_POOL_2D) {
    EnableFusion();
#if USE_CMSIS_NN
  } else if constexpr (op == BuiltinOperator_RESHAPE || op == BuiltinOperator_SQUEEZE ||
                       op == BuiltinOperator_EXPAND_DIMS) {
    EnableInPlace();
#endif
  }
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_OPTIONAL_PARTS_H_
