// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_SUBGRAPH_CALLS_H_
#define TENSORFLOW_LITE_MICRO_SUBGRAPH_CALLS_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

// More would neither fit the stack of a microcontroller nor come out of a converter.
constexpr uint32_t kMaxSubgraphs = 256;
constexpr int kMaxSubgraphDepth = 16;

// The subgraphs that an operator runs, in the order in which it runs them: both branches of an IF, condition
// and body of a WHILE, the one of a CALL_ONCE. None for other operators;
// subgraph -1, which CheckSubgraphCalls() refuses, for one whose options are missing.
struct SubgraphCalls {
  int count;
  int32_t subgraph[2];
  bool repeat;  // all of them run again and again

  int32_t operator[](int i) const { return subgraph[i]; }
};
SubgraphCalls CallsOf(const Model& model, const Operator& op);

// kTfLiteError, with a text, when a call names a subgraph that does not exist, or when subgraphs call each
// other in a circle or more than kMaxSubgraphDepth deep.
TfLiteStatus CheckSubgraphCalls(const Model& model);

// When a subgraph runs, in steps that count through the model as it is executed: an operator takes one, or,
// if it runs subgraphs, one and all of theirs. A subgraph that is called more than once has a first and a
// last beginning.
struct SubgraphSpan {
  int steps;
  int first;  // of its operator 0; -1 when nothing calls the subgraph, which then never runs
  int last;
};

// The steps of one operator, counted in its subgraph.
struct NodeSteps {
  int begin;
  int inputs_end;     // its inputs are read until here
  int outputs_begin;  // and its outputs written from here
  int end;
};
NodeSteps StepsOf(const Model& model, const Operator& op, const SubgraphSpan* spans, int begin);

// In temporary memory of the arena, one for each subgraph of a model whose calls have been checked. Null when
// that fails.
SubgraphSpan* MakeSpans(const Model& model, MicroAllocator& allocator);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_SUBGRAPH_CALLS_H_
