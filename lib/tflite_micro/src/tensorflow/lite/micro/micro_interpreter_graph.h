// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_INTERPRETER_GRAPH_H_
#define TENSORFLOW_LITE_MICRO_MICRO_INTERPRETER_GRAPH_H_

#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_graph.h"
#include "tensorflow/lite/micro/micro_op_resolver.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

// The subgraphs of a MicroInterpreter's model: their tensors and operators, and which of them runs. Subgraph
// 0 is what the application runs; operators run the others. One that no operator of subgraph 0 leads to
// takes no memory.
class MicroInterpreterGraph final : public MicroGraph {
 public:
  // `context->impl_` is a MicroInterpreterContext by the time that anything is called.
  MicroInterpreterGraph(TfLiteContext* context, const Model* model, MicroAllocator* allocator,
                        MicroResourceVariables* resource_variables)
      : context_(context), model_(model), allocator_(allocator), resource_variables_(resource_variables) {}

  // The steps of AllocateTensors(), in this order.
  TfLiteStatus AllocateSubgraphs();  // eval tensors and nodes; constants lie in the model
  TfLiteStatus FindOperators(const MicroOpResolver& op_resolver);
  TfLiteStatus InitSubgraphs();
  TfLiteStatus PrepareSubgraphs();

  TfLiteStatus ResetSubgraphs();
  TfLiteStatus ResetVariableTensors();
  void FreeSubgraphs();

  // As a kernel may: a subgraph that the operator which is running names in its options.
  TfLiteStatus InvokeSubgraph(int subgraph_index) override;
  TfLiteStatus InvokeMain();
  // Operator i of the subgraph that is current.
  TfLiteStatus InvokeNode(size_t i);

  size_t NumSubgraphInputs(int subgraph_index) override;
  TfLiteEvalTensor* GetSubgraphInput(int subgraph_index, int input_index) override;
  size_t NumSubgraphOutputs(int subgraph_index) override;
  TfLiteEvalTensor* GetSubgraphOutput(int subgraph_index, int output_index) override;
  int NumSubgraphs() override;
  MicroResourceVariables* GetResourceVariables() override { return resource_variables_; }

  // Makes a subgraph the current one: kernels see its tensors.
  void Select(int subgraph_index);
  int GetCurrentSubgraphIndex() const { return current_subgraph_; }
  int GetCurrentOperatorIndex() const { return current_operator_; }
  const SubGraph& current_subgraph() const { return subgraph(current_subgraph_); }
  // Of the current subgraph, without a look into the model: kernels ask for their tensors in every run.
  size_t tensors_size() const { return context_->tensors_size; }
  SubgraphAllocations& current() const { return allocations_[current_subgraph_]; }
  NodeAndRegistration& current_node() const { return current().node_and_registrations[current_operator_]; }
  void set_current_operator(size_t i) { current_operator_ = static_cast<int>(i); }

  const Model& model() const { return *model_; }
  const SubGraph& subgraph(int index) const;
  bool Exists(int index) { return index >= 0 && index < NumSubgraphs(); }
  // Whether AllocateSubgraphs() gave the subgraph memory.
  bool IsUsed(int index) { return Exists(index) && allocations_[index].tensors != nullptr; }
  SubgraphAllocations* GetAllocations() { return allocations_; }

 private:
  TfLiteStatus AllocateSubgraph(int index);
  TfLiteStatus FindOperator(const MicroOpResolver& op_resolver, uint32_t index);
  TfLiteStatus InvokeNodes();
  // Of every operator of every subgraph, which is current then; until the first failure.
  using NodeFunction = TfLiteStatus (*)(MicroInterpreterGraph& graph, const void* argument, uint32_t i);
  TfLiteStatus ForEachNode(NodeFunction function, const void* argument = nullptr);
  TfLiteEvalTensor* InterfaceTensor(int subgraph_index, const flatbuffers::Vector<int32_t>* indices, int i);

  TfLiteContext* context_;
  const Model* model_;
  MicroAllocator* allocator_;
  MicroResourceVariables* resource_variables_;
  SubgraphAllocations main_ = {};
  SubgraphAllocations* allocations_ = &main_;  // one for each subgraph
  int current_subgraph_ = 0;
  int current_operator_ = 0;

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

// "CONV_2D", or a custom operator's own name.
const char* OperatorName(const TFLMRegistration& registration);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_INTERPRETER_GRAPH_H_
