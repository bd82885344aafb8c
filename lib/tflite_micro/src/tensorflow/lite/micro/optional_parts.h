// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_OPTIONAL_PARTS_H_
#define TENSORFLOW_LITE_MICRO_OPTIONAL_PARTS_H_

#include "tensorflow/lite/micro/subgraph_calls.h"

namespace tflite {

// Parts of the interpreter that only some operators need. The Add method of such an operator switches the
// part on, before an interpreter is made: so an image without the operator does not link the part.
struct OptionalParts {
  // For IF, WHILE and CALL_ONCE: models of several subgraphs.
  struct Subgraphs {
    SubgraphCalls (*calls_of)(const Model& model, const Operator& op);
    TfLiteStatus (*check)(const Model& model);
    TfLiteStatus (*compute_spans)(const Model& model, SubgraphSpan* spans);
  };
  const Subgraphs* subgraphs;
  // For DEQUANTIZE: float16 constants that kernels read themselves. arena_planner.h says when.
  bool (*is_foldable)(const Model& model, const SubGraph& subgraph, uint32_t index);
};

extern OptionalParts optional_parts;

// For an application that adds an operator of its own in place of one of these: AddBuiltin() does not know.
void EnableSubgraphs();
void EnableFolding();

// What the builtin operator `op` needs.
template <BuiltinOperator op>
void EnablePartsFor() {
  if constexpr (op == BuiltinOperator_IF || op == BuiltinOperator_WHILE || op == BuiltinOperator_CALL_ONCE) {
    EnableSubgraphs();
  } else if constexpr (op == BuiltinOperator_DEQUANTIZE) {
    EnableFolding();
  }
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_OPTIONAL_PARTS_H_
