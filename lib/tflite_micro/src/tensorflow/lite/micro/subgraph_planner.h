// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_SUBGRAPH_PLANNER_H_
#define TENSORFLOW_LITE_MICRO_SUBGRAPH_PLANNER_H_

#include "tensorflow/lite/micro/memory_planner/greedy_memory_planner.h"
#include "tensorflow/lite/micro/micro_interpreter_context.h"
#include "tensorflow/lite/micro/model_queries.h"
#include "tensorflow/lite/micro/offline_plan.h"
#include "tensorflow/lite/micro/subgraph_calls.h"

namespace tflite {

// Plans one subgraph. While it works, the eval tensor of an output that lies in its input's memory points to
// the eval tensor of the input, as a mark.
class SubgraphPlanner {
 public:
  // `spans` of all subgraphs.
  SubgraphPlanner(MicroInterpreterContext& context, int index, const SubgraphSpan* spans,
                  bool preserve_all_tensors);

  bool has_offline_plan() const { return offline_.exists(); }
  TfLiteStatus CheckOfflinePlan() const {
    return offline_.exists() ? offline_.Check(static_cast<uint32_t>(tensor_count_)) : kTfLiteOk;
  }

  // Persistent memory for the variables, each with its first value.
  TfLiteStatus AllocateVariables();

  // What changes the operators, in this order.

  // A convolution and the pool behind it, when nobody else looks at what is between them.
  TfLiteStatus Fuse();
  // Outputs in the memory of an input.
  void MarkInPlace();
  // Gives scratch a place outside of the arena, as far as there is any. Returns the scratch of the node that
  // has most.
  size_t PlaceScratchApart();

  // What they leave to be planned.

  int BufferCount() const;
  TfLiteStatus AddBuffers(GreedyMemoryPlanner& planner) const;
  // The temporary memory that Prepare may have taken: all tensors of one operator at a time. It is counted
  // for every operator whether its kernel took it or not, so that the total is the same for all kernels.
  size_t PrepareBytes() const;
  // `buffer` is the number of the planner's first buffer that is this subgraph's, and afterwards of the next.
  TfLiteStatus Commit(GreedyMemoryPlanner& planner, uint8_t* head, int* buffer);

 private:
  struct Lifetime {
    int first = -1;  // -1: never used, no memory
    int last = -1;

    void Extend(int begin, int end);
  };

  TfLiteEvalTensor* MarkedInput(int tensor) const;
  int Root(int tensor) const;
  bool IsPlanned(int tensor) const;
  bool NeedsMemory(int tensor) const;
  bool IsFusedAway(int node) const;
  size_t Bytes(int tensor) const;
  bool MayTakeOver(const TfLiteNode& node, int input) const;
  bool Names(const TfLiteIntArray& list, int tensor) const;
  // A flatbuffer's vector of int32 is laid out as a TfLiteIntArray.
  bool Names(const Indices* list, int tensor) const {
    return Names(*static_cast<const TfLiteIntArray*>(static_cast<const void*>(list)), tensor);
  }
  NodeSteps StepsOf(int node, int begin) const;
  Lifetime LifetimeOf(int tensor) const;

  MicroInterpreterContext& context_;
  const Model& model_;
  const SubGraph& subgraph_;
  const SubgraphSpan* spans_;
  const SubgraphSpan span_;
  SubgraphAllocations& allocations_;
  TfLiteEvalTensor* tensors_;
  NodeAndRegistration* nodes_;
  int tensor_count_;
  int node_count_;
  OfflinePlan offline_;
  bool preserve_all_tensors_;
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_SUBGRAPH_PLANNER_H_
