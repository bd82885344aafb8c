// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_interpreter_graph.h"

#include <cstring>

#include "tensorflow/lite/micro/arena_planner.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_profiler_interface.h"
#include "tensorflow/lite/micro/micro_resource_variable.h"
#include "tensorflow/lite/micro/model_queries.h"
#include "tensorflow/lite/micro/optional_parts.h"
#include "tensorflow/lite/schema/schema_utils.h"

namespace tflite {
namespace {

constexpr TfLiteIntArray kNoIndices = {};

// A flatbuffer's vector of int32 is laid out as a TfLiteIntArray. Kernels only read it, although the type
// does not say so.
TfLiteIntArray* AsIntArray(const flatbuffers::Vector<int32_t>* vector) {
  const void* array = vector == nullptr ? static_cast<const void*>(&kNoIndices) : vector;
  return const_cast<TfLiteIntArray*>(static_cast<const TfLiteIntArray*>(array));
}

// CONV_2D -> Conv2D, as in AddConv2D().
void CamelCase(const char* name, char* text, size_t size) {
  bool capital = true;
  size_t used = 0;
  for (; *name != '\0' && used + 1 < size; ++name) {
    if (*name == '_') {
      capital = true;
      continue;
    }
    const bool letter = *name >= 'A' && *name <= 'Z';
    text[used++] = letter && !capital ? static_cast<char>(*name - 'A' + 'a') : *name;
    capital = !letter;
  }
  text[used] = '\0';
}

TfLiteStatus ReportMissingOperator(uint32_t index, BuiltinOperator op, const char* custom_name) {
  const unsigned number = static_cast<unsigned>(index);
  if (op == BuiltinOperator_CUSTOM) {
    MicroPrintf("operator %u, the custom operator %s, is not registered: add AddCustom(\"%s\", ...)", number,
                custom_name, custom_name);
  } else {
    char method[48];
    CamelCase(EnumNameBuiltinOperator(op), method, sizeof(method));
    MicroPrintf(
        "operator %u, %s (code %d), is not registered: add Add%s() and make the resolver large enough",
        number, EnumNameBuiltinOperator(op), static_cast<int>(op), method);
  }
  return kTfLiteError;
}

}  // namespace

const char* OperatorName(const TFLMRegistration& registration) {
  return registration.builtin_code == BuiltinOperator_CUSTOM
             ? registration.custom_name
             : EnumNameBuiltinOperator(static_cast<BuiltinOperator>(registration.builtin_code));
}

int MicroInterpreterGraph::NumSubgraphs() { return static_cast<int>(model_->subgraphs()->size()); }

const SubGraph& MicroInterpreterGraph::subgraph(int index) const {
  return *model_->subgraphs()->Get(static_cast<uint32_t>(index));
}

void MicroInterpreterGraph::Select(int subgraph_index) {
  current_subgraph_ = subgraph_index;
  context_->tensors_size = current_subgraph().tensors()->size();
}

TfLiteStatus MicroInterpreterGraph::ForEachNode(NodeFunction function, const void* argument) {
  TfLiteStatus status = kTfLiteOk;
  for (int s = 0; s < NumSubgraphs() && status == kTfLiteOk; ++s) {
    if (!IsUsed(s)) continue;
    Select(s);
    const uint32_t count = current_subgraph().operators()->size();
    for (uint32_t i = 0; i < count && status == kTfLiteOk; ++i) {
      set_current_operator(i);
      status = function(*this, argument, i);
    }
  }
  // After a failure the current operator is the one that failed.
  if (status == kTfLiteOk) Select(0);
  return status;
}

TfLiteStatus MicroInterpreterGraph::AllocateSubgraphs() {
  const size_t count = static_cast<size_t>(NumSubgraphs());
  if (count == 1) return AllocateSubgraph(0);
  auto* allocations = static_cast<SubgraphAllocations*>(
      allocator_->AllocatePersistentBuffer(count * sizeof(SubgraphAllocations)));
  const SubgraphSpan* spans = optional_parts.subgraphs->make_spans(*model_, *allocator_);
  if (allocations == nullptr || spans == nullptr) return kTfLiteError;
  for (size_t s = 0; s < count; ++s) allocations[s] = {};
  allocations_ = allocations;
  for (size_t s = 0; s < count; ++s) {
    if (spans[s].first >= 0) TF_LITE_ENSURE_STATUS(AllocateSubgraph(static_cast<int>(s)));
  }
  allocator_->ResetTemp();
  return kTfLiteOk;
}

TfLiteStatus MicroInterpreterGraph::AllocateSubgraph(int index) {
  const SubGraph& subgraph = this->subgraph(index);
  const uint32_t tensor_count = subgraph.tensors()->size();
  const uint32_t operator_count = subgraph.operators()->size();
  auto* tensors = static_cast<TfLiteEvalTensor*>(
      allocator_->AllocatePersistentBuffer(tensor_count * sizeof(TfLiteEvalTensor)));
  auto* nodes = static_cast<NodeAndRegistration*>(
      allocator_->AllocatePersistentBuffer(operator_count * sizeof(NodeAndRegistration)));
  if (tensors == nullptr || nodes == nullptr) return kTfLiteError;

  for (uint32_t i = 0; i < tensor_count; ++i) {
    const Tensor& tensor = *subgraph.tensors()->Get(i);
    tensors[i] = {};
    TF_LITE_ENSURE_STATUS(ConvertTensorType(tensor.type(), &tensors[i].type));
    tensors[i].dims = AsIntArray(tensor.shape());
    const flatbuffers::Vector<uint8_t>* constant = model_->buffers()->Get(tensor.buffer())->data();
    if (constant != nullptr && constant->size() != 0)
      tensors[i].data.data = const_cast<uint8_t*>(constant->Data());
  }
  for (uint32_t i = 0; i < operator_count; ++i) {
    const Operator& op = *subgraph.operators()->Get(i);
    nodes[i] = {};
    nodes[i].node.inputs = AsIntArray(op.inputs());
    nodes[i].node.outputs = AsIntArray(op.outputs());
    nodes[i].node.intermediates = AsIntArray(op.intermediates());
  }
  allocations_[index] = {nodes, tensors, 0};
  return kTfLiteOk;
}

TfLiteStatus MicroInterpreterGraph::FindOperators(const MicroOpResolver& op_resolver) {
  const auto find = [](MicroInterpreterGraph& graph, const void* resolver, uint32_t i) {
    return graph.FindOperator(*static_cast<const MicroOpResolver*>(resolver), i);
  };
  return ForEachNode(find, &op_resolver);
}

// The implementation of an operator of the current subgraph, with its options parsed.
TfLiteStatus MicroInterpreterGraph::FindOperator(const MicroOpResolver& op_resolver, uint32_t index) {
  const Operator& op = *current_subgraph().operators()->Get(index);
  NodeAndRegistration& node = current_node();
  if (optional_parts.is_foldable != nullptr &&
      optional_parts.is_foldable(*model_, current_subgraph(), index)) {
    TfLiteEvalTensor* const tensors = current().tensors;
    tensors[node.node.outputs->data[0]] = tensors[node.node.inputs->data[0]];
    node.registration = &kFoldedFloat16;
    node.kernel_name = kFoldedFloat16.custom_name;
    return kTfLiteOk;
  }
  const OperatorCode& code = *model_->operator_codes()->Get(op.opcode_index());
  const BuiltinOperator builtin = GetBuiltinCode(&code);
  if (builtin == BuiltinOperator_CUSTOM) {
    const char* name = code.custom_code() == nullptr ? "" : code.custom_code()->c_str();
    node.registration = op_resolver.FindOp(name);
    if (node.registration == nullptr) return ReportMissingOperator(index, builtin, name);
    if (op.custom_options() != nullptr) {
      node.node.custom_initial_data = op.custom_options()->Data();
      node.node.custom_initial_data_size = static_cast<int>(op.custom_options()->size());
    }
    return kTfLiteOk;
  }
  node.registration = op_resolver.FindOp(builtin);
  const MicroOpResolver::BuiltinParseFunction parse = op_resolver.GetOpDataParser(builtin);
  if (node.registration == nullptr || parse == nullptr) return ReportMissingOperator(index, builtin, nullptr);
  return parse(&op, nullptr, allocator_, &node.node.builtin_data);
}

TfLiteStatus MicroInterpreterGraph::InitSubgraphs() {
  return ForEachNode([](MicroInterpreterGraph& graph, const void*, uint32_t) {
    NodeAndRegistration& node = graph.current_node();
    if (node.registration->init == nullptr) return kTfLiteOk;
    const bool custom = node.registration->builtin_code == BuiltinOperator_CUSTOM;
    const void* data = custom ? node.node.custom_initial_data : node.node.builtin_data;
    const size_t size = custom ? static_cast<size_t>(node.node.custom_initial_data_size) : 0;
    node.node.user_data = node.registration->init(graph.context_, static_cast<const char*>(data), size);
    return graph.allocator_->lacking_bytes() == 0 ? kTfLiteOk : kTfLiteError;
  });
}

TfLiteStatus MicroInterpreterGraph::PrepareSubgraphs() {
  return ForEachNode([](MicroInterpreterGraph& graph, const void*, uint32_t i) {
    NodeAndRegistration& node = graph.current_node();
    if (node.registration->prepare == nullptr) return kTfLiteOk;
    if (node.registration->prepare(graph.context_, &node.node) != kTfLiteOk) {
      MicroPrintf("operator %u, %s, cannot be prepared", static_cast<unsigned>(i),
                  OperatorName(*node.registration));
      return kTfLiteError;
    }
    graph.allocator_->ResetTemp();
    return kTfLiteOk;
  });
}

TfLiteStatus MicroInterpreterGraph::ResetSubgraphs() {
  return ForEachNode([](MicroInterpreterGraph& graph, const void*, uint32_t) {
    NodeAndRegistration& node = graph.current_node();
    if (node.registration->reset != nullptr) node.registration->reset(graph.context_, node.node.user_data);
    return kTfLiteOk;
  });
}

TfLiteStatus MicroInterpreterGraph::ResetVariableTensors() {
  for (int s = 0; s < NumSubgraphs(); ++s) {
    if (!IsUsed(s)) continue;
    for (uint32_t i = 0; i < subgraph(s).tensors()->size(); ++i) {
      const TfLiteEvalTensor& tensor = allocations_[s].tensors[i];
      size_t bytes;
      const Tensor& declared = *subgraph(s).tensors()->Get(i);
      if (!declared.is_variable() || tensor.data.data == nullptr) continue;
      TF_LITE_ENSURE_STATUS(TfLiteEvalTensorByteLength(&tensor, &bytes));
      memset(tensor.data.data, InitialByte(declared), bytes);
    }
  }
  return resource_variables_ == nullptr ? kTfLiteOk : resource_variables_->ResetAll();
}

void MicroInterpreterGraph::FreeSubgraphs() {
  ForEachNode([](MicroInterpreterGraph& graph, const void*, uint32_t) {
    NodeAndRegistration& node = graph.current_node();
    if (node.registration != nullptr && node.registration->free != nullptr) {
      node.registration->free(graph.context_, node.node.user_data);
    }
    return kTfLiteOk;
  });
}

TfLiteStatus MicroInterpreterGraph::InvokeSubgraph(int subgraph_index) {
  if (optional_parts.subgraphs == nullptr) return kTfLiteError;
  const Operator& caller = *current_subgraph().operators()->Get(static_cast<uint32_t>(current_operator_));
  const SubgraphCalls calls = optional_parts.subgraphs->calls_of(*model_, caller);
  // The memory plan rests on the model's calls: no other subgraph has its memory to itself now.
  bool named = false;
  for (int i = 0; i < calls.count; ++i) named = named || calls[i] == subgraph_index;
  if (!named) {
    MicroPrintf("operator %d cannot run subgraph %d, which its options do not name", current_operator_,
                subgraph_index);
    return kTfLiteError;
  }
  const int outer_subgraph = current_subgraph_;
  const int outer_operator = current_operator_;
  Select(subgraph_index);
  const TfLiteStatus status = InvokeNodes();
  Select(outer_subgraph);
  current_operator_ = outer_operator;
  return status;
}

TfLiteStatus MicroInterpreterGraph::InvokeMain() {
  Select(0);
  return InvokeNodes();
}

TfLiteStatus MicroInterpreterGraph::InvokeNodes() {
  auto* const profiler = static_cast<MicroProfilerInterface*>(context_->profiler);
  const uint32_t count = current_subgraph().operators()->size();
  for (uint32_t i = 0; i < count; ++i) {
    const TFLMRegistration& registration = *current().node_and_registrations[i].registration;
    if (&registration == &kFusedAway) continue;
    const uint32_t event = profiler == nullptr ? 0 : profiler->BeginEvent(OperatorName(registration));
    const TfLiteStatus status = InvokeNode(i);
    if (profiler != nullptr) profiler->EndEvent(event);
    if (status == kTfLiteAbort) return kTfLiteOk;
    TF_LITE_ENSURE_STATUS(status);
  }
  return kTfLiteOk;
}

TfLiteStatus MicroInterpreterGraph::InvokeNode(size_t i) {
  set_current_operator(i);
  NodeAndRegistration& node = current_node();
  const TfLiteStatus status = node.registration->invoke(context_, &node.node);
  if (status != kTfLiteOk && status != kTfLiteAbort) {
    MicroPrintf("operator %u, %s, failed", static_cast<unsigned>(i), OperatorName(*node.registration));
  }
  return status;
}

size_t MicroInterpreterGraph::NumSubgraphInputs(int subgraph_index) {
  return Exists(subgraph_index) ? subgraph(subgraph_index).inputs()->size() : 0;
}

size_t MicroInterpreterGraph::NumSubgraphOutputs(int subgraph_index) {
  return Exists(subgraph_index) ? subgraph(subgraph_index).outputs()->size() : 0;
}

TfLiteEvalTensor* MicroInterpreterGraph::InterfaceTensor(int subgraph_index,
                                                         const flatbuffers::Vector<int32_t>* indices, int i) {
  if (i < 0 || static_cast<uint32_t>(i) >= indices->size()) return nullptr;
  return &allocations_[subgraph_index].tensors[indices->Get(static_cast<uint32_t>(i))];
}

TfLiteEvalTensor* MicroInterpreterGraph::GetSubgraphInput(int subgraph_index, int input_index) {
  if (!IsUsed(subgraph_index)) return nullptr;
  return InterfaceTensor(subgraph_index, subgraph(subgraph_index).inputs(), input_index);
}

TfLiteEvalTensor* MicroInterpreterGraph::GetSubgraphOutput(int subgraph_index, int output_index) {
  if (!IsUsed(subgraph_index)) return nullptr;
  return InterfaceTensor(subgraph_index, subgraph(subgraph_index).outputs(), output_index);
}

}  // namespace tflite
