// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/subgraph_planner.h"

#include <cstring>
#include <initializer_list>

#include "tensorflow/lite/micro/arena_planner.h"
#include "tensorflow/lite/micro/kernel_choice_report.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/optional_parts.h"

namespace tflite {

SubgraphPlanner::SubgraphPlanner(MicroInterpreterContext& context, int index, const SubgraphSpan* spans,
                                 bool preserve_all_tensors)
    : context_(context),
      model_(context.graph().model()),
      subgraph_(context.graph().subgraph(index)),
      spans_(spans),
      span_(spans[index]),
      allocations_(context.graph().GetAllocations()[index]),
      tensors_(allocations_.tensors),
      nodes_(allocations_.node_and_registrations),
      tensor_count_(static_cast<int>(subgraph_.tensors()->size())),
      node_count_(static_cast<int>(subgraph_.operators()->size())),
      offline_(context.graph().model(), index),
      preserve_all_tensors_(preserve_all_tensors) {}

TfLiteStatus SubgraphPlanner::AllocateVariables() {
  for (int i = 0; i < tensor_count_; ++i) {
    const Tensor& declared = *subgraph_.tensors()->Get(static_cast<uint32_t>(i));
    if (!declared.is_variable() || tensors_[i].data.data != nullptr) continue;
    size_t bytes;
    TF_LITE_ENSURE_STATUS(TfLiteEvalTensorByteLength(&tensors_[i], &bytes));
    void* const memory = context_.allocator->AllocatePersistentBuffer(bytes);
    if (memory == nullptr) return kTfLiteError;
    tensors_[i].data.data = memset(memory, InitialByte(declared), bytes);
  }
  return kTfLiteOk;
}

TfLiteStatus SubgraphPlanner::Fuse() {
  for (int i = 0; i + 1 < node_count_; ++i) {
    const int32_t pool = nodes_[i + 1].registration->builtin_code;
    if (nodes_[i].registration->builtin_code != BuiltinOperator_CONV_2D) continue;
    if (pool != BuiltinOperator_MAX_POOL_2D && pool != BuiltinOperator_AVERAGE_POOL_2D) continue;
    const int map = nodes_[i].node.outputs->data[0];
    if (nodes_[i + 1].node.inputs->data[0] != map || tensors_[map].data.data != nullptr) continue;
    // The pool reads it in the step behind the one that writes it; nobody may later.
    const Lifetime lifetime = LifetimeOf(map);
    const bool read_once = lifetime.last - span_.last == lifetime.first - span_.first + 1;
    const Refusal refusal =
        read_once ? optional_parts.fusion->refusal(&nodes_[i], tensors_) : Refusal::kManyReaders;
    if (span_.first == 0) ReportFusion(i, refusal);
    if (refusal != Refusal::kNone) continue;
    TF_LITE_ENSURE_STATUS(optional_parts.fusion->fuse(context_, &nodes_[i]));
  }
  return kTfLiteOk;
}

// A node makes its requests one after another. What is left in their list needs a place in the arena.
size_t SubgraphPlanner::PlaceScratchApart() {
  const MicroInterpreterContext::Memory memory = context_.scratch_memory;
  size_t most = 0;
  size_t of_node = 0;
  size_t begin = 0;
  int node = -1;
  for (uint16_t* link = &allocations_.last_scratch_buffer; *link != 0;) {
    ScratchBuffer& request = *context_.scratch_buffer(*link);
    if (request.node != node) of_node = begin = 0;
    node = request.node;
    const size_t bytes = request.bytes;
    of_node += bytes;
    if (of_node > most) most = of_node;
    if (begin < memory.bytes && bytes <= memory.bytes - begin) {
      request.data = memory.begin + begin;
      begin += AlignSizeUp(bytes, MicroArenaBufferAlignment());
      *link = request.next;
    } else {
      link = &request.next;
    }
  }
  return most;
}

int SubgraphPlanner::BufferCount() const {
  int buffers = 0;
  for (int i = 0; i < tensor_count_; ++i) buffers += NeedsMemory(i) ? 1 : 0;
  for (int s = allocations_.last_scratch_buffer; s != 0; s = context_.scratch_buffer(s)->next) ++buffers;
  return buffers;
}

TfLiteStatus SubgraphPlanner::AddBuffers(GreedyMemoryPlanner& planner) const {
  for (int i = 0; i < tensor_count_; ++i) {
    if (!NeedsMemory(i)) continue;
    const Lifetime lifetime = LifetimeOf(i);
    TF_LITE_ENSURE_STATUS(
        planner.AddBuffer(static_cast<int>(Bytes(i)), lifetime.first, lifetime.last, offline_.OffsetOf(i)));
  }
  for (int s = allocations_.last_scratch_buffer; s != 0;) {
    const ScratchBuffer& request = *context_.scratch_buffer(s);
    const size_t bytes = AlignSizeUp(request.bytes, MicroArenaBufferAlignment());
    int step = 0;
    for (int i = 0; i < request.node; ++i) step = StepsOf(i, step).end + 1;
    const NodeSteps steps = StepsOf(request.node, step);
    TF_LITE_ENSURE_STATUS(
        planner.AddBuffer(static_cast<int>(bytes), span_.first + steps.begin, span_.last + steps.end));
    s = request.next;
  }
  return kTfLiteOk;
}

size_t SubgraphPlanner::PrepareBytes() const {
  size_t most = 0;
  for (int i = 0; i < node_count_; ++i) {
    size_t bytes = 0;
    for (const TfLiteIntArray* list : {nodes_[i].node.inputs, nodes_[i].node.outputs}) {
      for (int k = 0; k < list->size; ++k) {
        if (list->data[k] >= 0) bytes += context_.TempTensorBytes(subgraph_, list->data[k]);
      }
    }
    if (bytes > most) most = bytes;
  }
  return most;
}

TfLiteStatus SubgraphPlanner::Commit(GreedyMemoryPlanner& planner, uint8_t* head, int* buffer) {
  // The planner's tables still lie in the head, so nothing may be written to it until all offsets have been
  // read. What needs memory changes as the tensors are given theirs, hence the order: activations are
  // numbered as AddBuffers met them.
  int offset;
  for (int i = 0; i < tensor_count_; ++i) {
    if (!NeedsMemory(i)) continue;
    TF_LITE_ENSURE_STATUS(planner.GetOffsetForBuffer((*buffer)++, &offset));
    tensors_[i].data.data = head + offset;
  }
  for (int s = allocations_.last_scratch_buffer; s != 0;) {
    ScratchBuffer& request = *context_.scratch_buffer(s);
    TF_LITE_ENSURE_STATUS(planner.GetOffsetForBuffer((*buffer)++, &offset));
    request.data = head + offset;
    s = request.next;
  }
  for (int i = 0; i < tensor_count_; ++i) {
    const TfLiteEvalTensor* input = MarkedInput(i);
    if (input != nullptr) tensors_[i].data = input->data;
  }
  return kTfLiteOk;
}

TfLiteEvalTensor* SubgraphPlanner::MarkedInput(int tensor) const {
  TfLiteEvalTensor* target = static_cast<TfLiteEvalTensor*>(tensors_[tensor].data.data);
  return target >= tensors_ && target < tensors_ + tensor_count_ ? target : nullptr;
}

int SubgraphPlanner::Root(int tensor) const {
  const TfLiteEvalTensor* target = MarkedInput(tensor);
  return target == nullptr ? tensor : static_cast<int>(target - tensors_);
}

// Neither a constant nor a variable, nor in the memory of another.
bool SubgraphPlanner::IsPlanned(int tensor) const {
  return tensors_[tensor].data.data == nullptr && tensors_[tensor].type != kTfLiteResource;
}

bool SubgraphPlanner::NeedsMemory(int tensor) const {
  return IsPlanned(tensor) && LifetimeOf(tensor).first >= 0;
}

bool SubgraphPlanner::IsFusedAway(int node) const {
  return node < node_count_ && nodes_[node].registration == &kFusedAway;
}

size_t SubgraphPlanner::Bytes(int tensor) const {
  size_t bytes = 0;
  TfLiteEvalTensorByteLength(&tensors_[tensor], &bytes);
  for (int i = 0; i < node_count_; ++i) {
    if (IsFusedAway(i + 1) && nodes_[i].node.outputs->data[0] == tensor) {
      bytes = optional_parts.fusion->map_bytes(&nodes_[i], tensors_);
    }
  }
  return AlignSizeUp(bytes, MicroArenaBufferAlignment());
}

void SubgraphPlanner::Lifetime::Extend(int begin, int end) {
  if (first < 0 || begin < first) first = begin;
  if (end > last) last = end;
}

// Whether one of the tensors that the list names lies in the memory of `tensor`.
bool SubgraphPlanner::Names(const TfLiteIntArray& list, int tensor) const {
  for (int i = 0; i < list.size; ++i) {
    if (list.data[i] >= 0 && Root(list.data[i]) == tensor) return true;
  }
  return false;
}

NodeSteps SubgraphPlanner::StepsOf(int node, int begin) const {
  if (optional_parts.subgraphs == nullptr) return {begin, begin, begin, begin};
  const Operator& op = *subgraph_.operators()->Get(static_cast<uint32_t>(node));
  return optional_parts.subgraphs->steps_of(model_, op, spans_, begin);
}

// Of a tensor and of all that share its memory. The step behind the last operator is when the outputs are
// read; the inputs of a subgraph that an operator runs are written in the step before its first.
SubgraphPlanner::Lifetime SubgraphPlanner::LifetimeOf(int tensor) const {
  Lifetime lifetime;
  if (Names(subgraph_.inputs(), tensor)) {
    const int written = span_.first == 0 ? 0 : span_.first - 1;
    lifetime.Extend(written, written);
  }
  int step = 0;
  NodeSteps steps = {};
  for (int i = 0; i < node_count_; ++i) {
    const NodeSteps own = StepsOf(i, step);
    step = own.end + 1;
    // One that is fused away runs when the one before it does.
    if (!IsFusedAway(i)) steps = own;
    const TfLiteNode& node = nodes_[i].node;
    if (nodes_[i].registration == &kFoldedFloat16) continue;
    if (Names(*node.inputs, tensor))
      lifetime.Extend(span_.first + steps.begin, span_.last + steps.inputs_end);
    if (Names(*node.outputs, tensor))
      lifetime.Extend(span_.first + steps.outputs_begin, span_.last + steps.end);
  }
  if (Names(subgraph_.outputs(), tensor)) lifetime.Extend(span_.last + step, span_.last + step);
  if (preserve_all_tensors_ && lifetime.first >= 0) lifetime = {0, spans_[0].steps};
  return lifetime;
}

}  // namespace tflite
