// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/arena_planner.h"

#include <cstring>

#include "tensorflow/lite/micro/kernel_choice_report.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/memory_planner/greedy_memory_planner.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/model_queries.h"
#include "tensorflow/lite/micro/offline_plan.h"
#include "tensorflow/lite/micro/optional_parts.h"

namespace tflite {
namespace {

TfLiteStatus DoNothing(TfLiteContext*, TfLiteNode*) { return kTfLiteOk; }

// Operators whose output has their first input's bytes.
bool OnlyReshapes(BuiltinOperator code) {
  return code == BuiltinOperator_RESHAPE || code == BuiltinOperator_SQUEEZE ||
         code == BuiltinOperator_EXPAND_DIMS;
}

size_t ActivationBytes(const Model& model, const SubGraph& subgraph, int32_t index) {
  if (index < 0) return 0;
  const Tensor& tensor = *subgraph.tensors()->Get(static_cast<uint32_t>(index));
  if (IsConstant(model, tensor) || tensor.is_variable()) return 0;
  size_t bytes = 0;
  size_t type_size;
  BytesRequiredForTensor(tensor, &bytes, &type_size);
  return AlignSizeUp(bytes, MicroArenaBufferAlignment());
}

struct Lifetime {
  int first = -1;  // -1: never used, no memory
  int last = -1;
};

// The steps of one operator, counted in its subgraph.
struct NodeSteps {
  int begin;
  int inputs_end;     // its inputs are read until here
  int outputs_begin;  // and its outputs written from here
  int end;
};

// Plans one subgraph. While it works, the eval tensor of a RESHAPE's output that lies in its input's memory
// points to the eval tensor of the input, as a mark.
class SubgraphPlanner {
 public:
  // `spans` of all subgraphs.
  SubgraphPlanner(MicroInterpreterContext& context, int index, const SubgraphSpan* spans,
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
        is_main_(index == 0),
        offline_(context.graph().model(), index),
        preserve_all_tensors_(preserve_all_tensors) {}

  bool has_offline_plan() const { return offline_.exists(); }
  TfLiteStatus CheckOfflinePlan() const {
    return offline_.exists() ? offline_.Check(static_cast<uint32_t>(tensor_count_)) : kTfLiteOk;
  }

  int BufferCount() const {
    int buffers = 0;
    for (int i = 0; i < tensor_count_; ++i) buffers += NeedsMemory(i) ? 1 : 0;
    for (int s = allocations_.last_scratch_buffer; s != 0; s = context_.scratch_buffer(s)->next) ++buffers;
    return buffers;
  }

  // Sharing is safe: both tensors hold the same bytes as long as either is alive. Only if the application may
  // write the one (an input) after it was told that it can read the other (an output) are they kept apart.
  void MarkReshapesInPlace() {
    for (int i = 0; i < node_count_; ++i) {
      NodeAndRegistration& node = nodes_[i];
      if (!OnlyReshapes(CodeOf(model_, subgraph_, static_cast<uint32_t>(i)))) continue;
      if (node.node.inputs->size < 1 || node.node.inputs->data[0] < 0 || node.node.outputs->size != 1)
        continue;
      const int input = node.node.inputs->data[0];
      const int output = node.node.outputs->data[0];
      const int root = Root(input);
      if (tensors_[root].data.data != nullptr || tensors_[output].data.data != nullptr) continue;
      if (Bytes(root) != Bytes(output)) continue;
      if (Contains(subgraph_.inputs(), root) && Contains(subgraph_.outputs(), output)) continue;
      tensors_[output].data.data = &tensors_[root];
      node.registration = &kReshapeInPlace;
      node.kernel_name = kReshapeInPlace.custom_name;
    }
  }

  // A convolution and the pool behind it, when nobody else looks at what is between them.
  TfLiteStatus Fuse() {
    for (int i = 0; i + 1 < node_count_; ++i) {
      const BuiltinOperator pool = CodeOf(model_, subgraph_, static_cast<uint32_t>(i + 1));
      if (CodeOf(model_, subgraph_, static_cast<uint32_t>(i)) != BuiltinOperator_CONV_2D) continue;
      if (pool != BuiltinOperator_MAX_POOL_2D && pool != BuiltinOperator_AVERAGE_POOL_2D) continue;
      const int map = nodes_[i].node.outputs->data[0];
      if (nodes_[i + 1].node.inputs->data[0] != map || tensors_[map].data.data != nullptr) continue;
      const Refusal refusal =
          Uses(map) == 1 ? optional_parts.fusion->refusal(&nodes_[i], tensors_) : Refusal::kManyReaders;
      if (is_main_) ReportFusion(i, refusal);
      if (refusal != Refusal::kNone) continue;
      TF_LITE_ENSURE_STATUS(optional_parts.fusion->fuse(context_, &nodes_[i]));
    }
    return kTfLiteOk;
  }

  // Gives scratch a place outside of the arena, as far as there is any; what is left in the list needs one in
  // it. Returns the scratch of the node that has most. A node makes its requests one after another.
  size_t PlaceScratchApart() {
    const MicroInterpreterContext::Memory memory = context_.scratch_memory;
    uint8_t* const first = AlignPointerUp(static_cast<uint8_t*>(memory.begin), MicroArenaBufferAlignment());
    const size_t padding = static_cast<size_t>(first - static_cast<uint8_t*>(memory.begin));
    size_t most = 0;
    size_t of_node = 0;
    size_t begin = 0;
    int node = -1;
    ScratchBuffer* last_left = nullptr;
    for (int s = allocations_.last_scratch_buffer; s != 0;) {
      ScratchBuffer& request = *context_.scratch_buffer(s);
      s = request.next;
      if (request.node != node) {
        of_node = 0;
        begin = padding;
      }
      node = request.node;
      of_node += request.bytes;
      if (of_node > most) most = of_node;
      if (memory.bytes > begin && request.bytes <= memory.bytes - begin) {
        const size_t bytes = request.bytes;
        request.data = static_cast<uint8_t*>(memory.begin) + begin;
        begin += AlignSizeUp(bytes, MicroArenaBufferAlignment());
        if (last_left == nullptr) {
          allocations_.last_scratch_buffer = request.next;
        } else {
          last_left->next = request.next;
        }
      } else {
        last_left = &request;
      }
    }
    return most;
  }

  TfLiteStatus AddBuffers(GreedyMemoryPlanner& planner) const {
    for (int i = 0; i < tensor_count_; ++i) {
      if (!NeedsMemory(i)) continue;
      const Lifetime lifetime = LifetimeOf(i);
      TF_LITE_ENSURE_STATUS(
          planner.AddBuffer(static_cast<int>(Bytes(i)), lifetime.first, lifetime.last, offline_.OffsetOf(i)));
    }
    for (int s = allocations_.last_scratch_buffer; s != 0;) {
      const ScratchBuffer& request = *context_.scratch_buffer(s);
      const size_t bytes = AlignSizeUp(request.bytes, MicroArenaBufferAlignment());
      if (bytes > 0x7FFFFFFF) return kTfLiteError;
      int step = 0;
      for (int i = 0; i < request.node; ++i) step = StepsOf(i, step).end + 1;
      const NodeSteps steps = StepsOf(request.node, step);
      TF_LITE_ENSURE_STATUS(
          planner.AddBuffer(static_cast<int>(bytes), span_.first + steps.begin, span_.last + steps.end));
      s = request.next;
    }
    return kTfLiteOk;
  }

  // The temporary memory that Prepare may have taken: all tensors of one operator at a time. It is counted
  // for every operator whether its kernel took it or not, so that the total is the same for all kernels.
  size_t PrepareBytes() const {
    size_t most = 0;
    for (int i = 0; i < node_count_; ++i) {
      const TfLiteNode& node = nodes_[i].node;
      size_t bytes = 0;
      for (int k = 0; k < node.inputs->size; ++k) {
        if (node.inputs->data[k] >= 0) bytes += context_.TempTensorBytes(subgraph_, node.inputs->data[k]);
      }
      for (int k = 0; k < node.outputs->size; ++k)
        bytes += context_.TempTensorBytes(subgraph_, node.outputs->data[k]);
      if (bytes > most) most = bytes;
    }
    return most;
  }

  // `buffer` is the number of the planner's first buffer that is this subgraph's, and afterwards of the next.
  TfLiteStatus Commit(GreedyMemoryPlanner& planner, uint8_t* head, int* buffer) {
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

 private:
  TfLiteEvalTensor* MarkedInput(int tensor) const {
    TfLiteEvalTensor* target = static_cast<TfLiteEvalTensor*>(tensors_[tensor].data.data);
    return target >= tensors_ && target < tensors_ + tensor_count_ ? target : nullptr;
  }

  int Root(int tensor) const {
    const TfLiteEvalTensor* target = MarkedInput(tensor);
    return target == nullptr ? tensor : static_cast<int>(target - tensors_);
  }

  bool NeedsMemory(int tensor) const {
    return tensors_[tensor].data.data == nullptr && tensors_[tensor].type != kTfLiteResource &&
           LifetimeOf(tensor).first >= 0;
  }

  bool IsFusedAway(int node) const { return node < node_count_ && nodes_[node].registration == &kFusedAway; }

  // How often operators and the application read a tensor.
  int Uses(int tensor) const {
    int uses = 0;
    for (int i = 0; i < node_count_; ++i) {
      const TfLiteIntArray& inputs = *nodes_[i].node.inputs;
      for (int k = 0; k < inputs.size; ++k) uses += inputs.data[k] == tensor ? 1 : 0;
    }
    return uses + (Contains(subgraph_.outputs(), tensor) ? 1 : 0);
  }

  size_t Bytes(int tensor) const {
    size_t bytes = 0;
    TfLiteEvalTensorByteLength(&tensors_[tensor], &bytes);
    for (int i = 0; i < node_count_; ++i) {
      if (IsFusedAway(i + 1) && nodes_[i].node.outputs->data[0] == tensor) {
        bytes = optional_parts.fusion->map_bytes(&nodes_[i], tensors_);
      }
    }
    return AlignSizeUp(bytes, MicroArenaBufferAlignment());
  }

  static void Extend(Lifetime& lifetime, int first, int last) {
    if (lifetime.first < 0 || first < lifetime.first) lifetime.first = first;
    if (last > lifetime.last) lifetime.last = last;
  }

  // Whether one of the tensors that the list names lies in the memory of `tensor`.
  bool Names(const TfLiteIntArray& list, int tensor) const {
    for (int i = 0; i < list.size; ++i) {
      if (list.data[i] >= 0 && Root(list.data[i]) == tensor) return true;
    }
    return false;
  }
  // A flatbuffer's vector of int32 is laid out as a TfLiteIntArray.
  bool Names(const Indices* list, int tensor) const {
    return Names(*static_cast<const TfLiteIntArray*>(static_cast<const void*>(list)), tensor);
  }

  NodeSteps StepsOf(int node, int begin) const {
    NodeSteps steps = {begin, begin, begin, begin};
    if (context_.graph().NumSubgraphs() == 1) return steps;
    const SubgraphCalls calls =
        optional_parts.subgraphs->calls_of(model_, *subgraph_.operators()->Get(static_cast<uint32_t>(node)));
    for (int i = 0; i < calls.count; ++i) {
      // Inputs are copied to the subgraph before it runs, and its outputs are copied after it. A loop keeps
      // its state in the outputs from the beginning on.
      if (!calls.repeat) steps.inputs_end = steps.end;
      steps.end += 1 + spans_[calls[i]].steps;
      if (!calls.repeat && i == 0) steps.outputs_begin = steps.end;
    }
    return steps;
  }

  // Of a tensor and of all that share its memory. The step behind the last operator is when the outputs are
  // read; the inputs of a subgraph that an operator runs are written in the step before its first.
  Lifetime LifetimeOf(int tensor) const {
    Lifetime lifetime;
    if (Names(subgraph_.inputs(), tensor)) {
      const int written = span_.first - (is_main_ ? 0 : 1);
      Extend(lifetime, written, written);
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
        Extend(lifetime, span_.first + steps.begin, span_.last + steps.inputs_end);
      if (Names(*node.outputs, tensor))
        Extend(lifetime, span_.first + steps.outputs_begin, span_.last + steps.end);
    }
    if (Names(subgraph_.outputs(), tensor)) Extend(lifetime, span_.last + step, span_.last + step);
    if (preserve_all_tensors_ && lifetime.first >= 0) lifetime = {0, spans_[0].steps};
    return lifetime;
  }

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
  bool is_main_;
  OfflinePlan offline_;
  bool preserve_all_tensors_;
};

TfLiteStatus AllocateVariables(MicroInterpreterGraph& graph, int index, MicroAllocator& allocator) {
  const auto& tensors = *graph.subgraph(index).tensors();
  for (uint32_t i = 0; i < tensors.size(); ++i) {
    TfLiteEvalTensor& tensor = graph.GetAllocations()[index].tensors[i];
    const Tensor& declared = *tensors.Get(i);
    if (!declared.is_variable() || tensor.data.data != nullptr) continue;
    size_t bytes;
    TF_LITE_ENSURE_STATUS(TfLiteEvalTensorByteLength(&tensor, &bytes));
    tensor.data.data = allocator.AllocatePersistentBuffer(bytes);
    if (tensor.data.data == nullptr) return kTfLiteError;
    memset(tensor.data.data, InitialByte(declared), bytes);
  }
  return kTfLiteOk;
}

size_t Larger(size_t a, size_t b) { return a > b ? a : b; }

}  // namespace

const TFLMRegistration kFoldedFloat16 = {
    nullptr, nullptr, nullptr, DoNothing, nullptr, BuiltinOperator_DEQUANTIZE, "folded_float16"};
const TFLMRegistration kReshapeInPlace = {
    nullptr, nullptr, nullptr, DoNothing, nullptr, BuiltinOperator_RESHAPE, "reshape_in_place"};
const TFLMRegistration kFusedAway = {nullptr, nullptr, nullptr, DoNothing, nullptr, 0, nullptr};

size_t LeastActivationBytes(const Model& model, const SubGraph& subgraph) {
  size_t most = 0;
  for (uint32_t i = 0; i < subgraph.operators()->size(); ++i) {
    const BuiltinOperator code = CodeOf(model, subgraph, i);
    // These may need no memory of their own.
    if (OnlyReshapes(code) || code == BuiltinOperator_DEQUANTIZE) continue;
    const Operator& op = *subgraph.operators()->Get(i);
    size_t bytes = 0;
    if (op.inputs() != nullptr && op.inputs()->size() != 0)
      bytes += ActivationBytes(model, subgraph, op.inputs()->Get(0));
    for (uint32_t k = 0; op.outputs() != nullptr && k < op.outputs()->size(); ++k) {
      bytes += ActivationBytes(model, subgraph, op.outputs()->Get(k));
    }
    if (bytes > most) most = bytes;
  }
  return most;
}

TfLiteStatus PlanArena(MicroInterpreterContext& context, bool preserve_all_tensors, bool fuse,
                       size_t* scratch_bytes) {
  MicroInterpreterGraph& graph = context.graph();
  MicroAllocator& allocator = *context.allocator;
  const int subgraphs = graph.NumSubgraphs();
  const auto planner_of = [&](int s, const SubgraphSpan* spans) {
    return SubgraphPlanner(context, s, spans, preserve_all_tensors);
  };
  SubgraphSpan only = {static_cast<int>(graph.subgraph(0).operators()->size()), 0, 0};
  for (int s = 0; s < subgraphs; ++s) {
    if (graph.IsUsed(s)) TF_LITE_ENSURE_STATUS(AllocateVariables(graph, s, allocator));
  }

  // Temporary memory: it lies where activations will.
  size_t plan_bytes = 0;
  SubgraphSpan* spans = &only;
  if (subgraphs > 1) {
    plan_bytes = static_cast<size_t>(subgraphs) * sizeof(SubgraphSpan);
    spans = reinterpret_cast<SubgraphSpan*>(allocator.AllocateTemp(plan_bytes, alignof(SubgraphSpan)));
    if (spans == nullptr) return kTfLiteError;
    TF_LITE_ENSURE_STATUS(optional_parts.subgraphs->compute_spans(graph.model(), spans));
    plan_bytes = AlignSizeUp(plan_bytes, MicroAllocator::kPersistentAlignment);
  }
  bool has_offline_plan = false;
  size_t buffers = 0;
  size_t head_bytes = 0;
  *scratch_bytes = 0;
  for (int s = 0; s < subgraphs; ++s) {
    if (!graph.IsUsed(s)) continue;
    SubgraphPlanner subgraph = planner_of(s, spans);
    TF_LITE_ENSURE_STATUS(subgraph.CheckOfflinePlan());
    has_offline_plan = has_offline_plan || subgraph.has_offline_plan();
    // A plan of another's counts on every tensor's own memory, and on the steps in which it is alive.
    const bool free = !subgraph.has_offline_plan();
    if (free && fuse && !preserve_all_tensors && optional_parts.fusion != nullptr) {
      TF_LITE_ENSURE_STATUS(subgraph.Fuse());
    }
#if USE_CMSIS_NN
    if (free) subgraph.MarkReshapesInPlace();
#endif
    *scratch_bytes = Larger(*scratch_bytes, subgraph.PlaceScratchApart());
    buffers += static_cast<size_t>(subgraph.BufferCount());
    head_bytes = Larger(head_bytes, subgraph.PrepareBytes());
  }
  const size_t planner_bytes = buffers * GreedyMemoryPlanner::per_buffer_size();
  plan_bytes += planner_bytes;
  uint8_t* planner_memory = allocator.AllocateTemp(planner_bytes, MicroAllocator::kPersistentAlignment);
  if (planner_memory == nullptr) return kTfLiteError;

  GreedyMemoryPlanner planner(planner_memory, static_cast<int>(planner_bytes));
  for (int s = 0; s < subgraphs; ++s) {
    if (graph.IsUsed(s)) TF_LITE_ENSURE_STATUS(planner_of(s, spans).AddBuffers(planner));
  }
  head_bytes = Larger(Larger(head_bytes, plan_bytes), planner.GetMaximumMemorySize());
  if (has_offline_plan && planner.DoAnyBuffersOverlap()) {
    MicroPrintf("the model's memory plan lets two tensors overlap that are alive at the same time");
    return kTfLiteError;
  }
  uint8_t* head = allocator.ReserveHead(head_bytes);
  if (head == nullptr) return kTfLiteError;
  int buffer = 0;
  for (int s = 0; s < subgraphs; ++s) {
    if (graph.IsUsed(s)) TF_LITE_ENSURE_STATUS(planner_of(s, spans).Commit(planner, head, &buffer));
  }
  return kTfLiteOk;
}

}  // namespace tflite
