// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/arena_planner.h"

#include <cstring>

#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/memory_planner/greedy_memory_planner.h"
#include "tensorflow/lite/schema/schema_utils.h"

namespace tflite {
namespace {

TfLiteStatus DoNothing(TfLiteContext*, TfLiteNode*) { return kTfLiteOk; }

bool Contains(const flatbuffers::Vector<int32_t>& indices, int32_t value) {
  for (uint32_t i = 0; i < indices.size(); ++i) {
    if (indices[i] == value) return true;
  }
  return false;
}

BuiltinOperator CodeOf(const Model& model, const SubGraph& subgraph, uint32_t index) {
  return GetBuiltinCode(model.operator_codes()->Get(subgraph.operators()->Get(index)->opcode_index()));
}

bool IsConstant(const Model& model, const Tensor& tensor) {
  const flatbuffers::Vector<uint8_t>* data = model.buffers()->Get(tensor.buffer())->data();
  return data != nullptr && data->size() != 0;
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

// Plans one subgraph. While it works, the eval tensor of a RESHAPE's output that lies in its input's memory
// points to the eval tensor of the input, as a mark.
class ArenaPlanner {
 public:
  ArenaPlanner(MicroInterpreterContext& context, const Model& model, bool preserve_all_tensors)
      : context_(context),
        model_(model),
        subgraph_(*context.subgraph),
        tensors_(context.allocations.tensors),
        nodes_(context.allocations.node_and_registrations),
        tensor_count_(static_cast<int>(subgraph_.tensors()->size())),
        node_count_(static_cast<int>(subgraph_.operators()->size())),
        preserve_all_tensors_(preserve_all_tensors) {}

  TfLiteStatus Plan(size_t* scratch_bytes) {
    TF_LITE_ENSURE_STATUS(AllocateVariables());
#if USE_CMSIS_NN
    MarkReshapesInPlace();
#endif
    int buffers = 0;
    for (int i = 0; i < tensor_count_; ++i) buffers += NeedsMemory(i) ? 1 : 0;
    for (int s = context_.last_scratch_buffer; s != 0; s = context_.scratch_buffer(s)->next) ++buffers;
    const size_t planner_bytes = static_cast<size_t>(buffers) * GreedyMemoryPlanner::per_buffer_size();
    uint8_t* planner_memory =
        context_.allocator->AllocateTemp(planner_bytes, MicroAllocator::kPersistentAlignment);
    if (planner_memory == nullptr) return kTfLiteError;

    GreedyMemoryPlanner planner(planner_memory, static_cast<int>(planner_bytes));
    TF_LITE_ENSURE_STATUS(AddActivations(planner));
    TF_LITE_ENSURE_STATUS(AddScratchBuffers(planner));
    const size_t planned_bytes = planner.GetMaximumMemorySize();
    *scratch_bytes = MostScratchOfANode();

    size_t head_bytes = PrepareBytes();
    if (planner_bytes > head_bytes) head_bytes = planner_bytes;
    if (planned_bytes > head_bytes) head_bytes = planned_bytes;
    uint8_t* head = context_.allocator->ReserveHead(head_bytes);
    if (head == nullptr) return kTfLiteError;
    return Commit(planner, head);
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
    return tensors_[tensor].data.data == nullptr && LifetimeOf(tensor).first >= 0;
  }

  size_t Bytes(int tensor) const {
    size_t bytes = 0;
    TfLiteEvalTensorByteLength(&tensors_[tensor], &bytes);
    return AlignSizeUp(bytes, MicroArenaBufferAlignment());
  }

  TfLiteStatus AllocateVariables() {
    for (int i = 0; i < tensor_count_; ++i) {
      if (!subgraph_.tensors()->Get(static_cast<uint32_t>(i))->is_variable() ||
          tensors_[i].data.data != nullptr)
        continue;
      size_t bytes;
      TF_LITE_ENSURE_STATUS(TfLiteEvalTensorByteLength(&tensors_[i], &bytes));
      tensors_[i].data.data = context_.allocator->AllocatePersistentBuffer(bytes);
      if (tensors_[i].data.data == nullptr) return kTfLiteError;
      memset(tensors_[i].data.data, 0, bytes);
    }
    return kTfLiteOk;
  }

  // A node makes its requests one after another.
  size_t MostScratchOfANode() const {
    size_t most = 0;
    size_t of_node = 0;
    int node = -1;
    for (int s = context_.last_scratch_buffer; s != 0; s = context_.scratch_buffer(s)->next) {
      const ScratchBuffer& request = *context_.scratch_buffer(s);
      if (request.node != node) of_node = 0;
      node = request.node;
      of_node += request.bytes;
      if (of_node > most) most = of_node;
    }
    return most;
  }

  // Sharing is safe: both tensors hold the same bytes as long as either is alive. Only if the application may
  // write the one (an input) after it was told that it can read the other (an output) are they kept apart.
  void MarkReshapesInPlace() {
    for (int i = 0; i < node_count_; ++i) {
      NodeAndRegistration& node = nodes_[i];
      if (CodeOf(model_, subgraph_, static_cast<uint32_t>(i)) != BuiltinOperator_RESHAPE) continue;
      if (node.node.inputs->size < 1 || node.node.inputs->data[0] < 0 || node.node.outputs->size != 1)
        continue;
      const int input = node.node.inputs->data[0];
      const int output = node.node.outputs->data[0];
      const int root = Root(input);
      if (tensors_[root].data.data != nullptr || tensors_[output].data.data != nullptr) continue;
      if (Bytes(root) != Bytes(output)) continue;
      if (Contains(*subgraph_.inputs(), root) && Contains(*subgraph_.outputs(), output)) continue;
      tensors_[output].data.data = &tensors_[root];
      node.registration = &kReshapeInPlace;
      node.kernel_name = kReshapeInPlace.custom_name;
    }
  }

  static void Extend(Lifetime& lifetime, int step) {
    if (lifetime.first < 0 || step < lifetime.first) lifetime.first = step;
    if (step > lifetime.last) lifetime.last = step;
  }

  // Of a tensor and of all that share its memory. Step i is operator i; step node_count_ is when the
  // application reads the outputs.
  Lifetime LifetimeOf(int tensor) const {
    Lifetime lifetime;
    for (const int32_t input : *subgraph_.inputs()) {
      if (Root(input) == tensor) Extend(lifetime, 0);
    }
    for (int i = 0; i < node_count_; ++i) {
      const TfLiteNode& node = nodes_[i].node;
      if (nodes_[i].registration == &kFoldedFloat16) continue;
      for (int k = 0; k < node.inputs->size; ++k) {
        if (node.inputs->data[k] >= 0 && Root(node.inputs->data[k]) == tensor) Extend(lifetime, i);
      }
      for (int k = 0; k < node.outputs->size; ++k) {
        if (Root(node.outputs->data[k]) == tensor) Extend(lifetime, i);
      }
    }
    for (const int32_t output : *subgraph_.outputs()) {
      if (Root(output) == tensor) Extend(lifetime, node_count_);
    }
    if (preserve_all_tensors_ && lifetime.first >= 0) lifetime = {0, node_count_};
    return lifetime;
  }

  TfLiteStatus AddActivations(GreedyMemoryPlanner& planner) const {
    for (int i = 0; i < tensor_count_; ++i) {
      if (!NeedsMemory(i)) continue;
      const Lifetime lifetime = LifetimeOf(i);
      TF_LITE_ENSURE_STATUS(planner.AddBuffer(static_cast<int>(Bytes(i)), lifetime.first, lifetime.last));
    }
    return kTfLiteOk;
  }

  TfLiteStatus AddScratchBuffers(GreedyMemoryPlanner& planner) const {
    for (int s = context_.last_scratch_buffer; s != 0;) {
      const ScratchBuffer& request = *context_.scratch_buffer(s);
      const size_t bytes = AlignSizeUp(request.bytes, MicroArenaBufferAlignment());
      if (bytes > 0x7FFFFFFF) return kTfLiteError;
      TF_LITE_ENSURE_STATUS(planner.AddBuffer(static_cast<int>(bytes), request.node, request.node));
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
        if (node.inputs->data[k] >= 0) bytes += context_.TempTensorBytes(node.inputs->data[k]);
      }
      for (int k = 0; k < node.outputs->size; ++k) bytes += context_.TempTensorBytes(node.outputs->data[k]);
      if (bytes > most) most = bytes;
    }
    return most;
  }

  TfLiteStatus Commit(GreedyMemoryPlanner& planner, uint8_t* head) {
    // The planner's tables still lie in the head, so nothing may be written to it until all offsets have been
    // read. What needs memory changes as the tensors are given theirs, hence the order: activations are
    // numbered as AddActivations met them.
    int buffer = 0;
    int offset;
    for (int i = 0; i < tensor_count_; ++i) {
      if (!NeedsMemory(i)) continue;
      TF_LITE_ENSURE_STATUS(planner.GetOffsetForBuffer(buffer++, &offset));
      tensors_[i].data.data = head + offset;
    }
    for (int s = context_.last_scratch_buffer; s != 0;) {
      ScratchBuffer& request = *context_.scratch_buffer(s);
      TF_LITE_ENSURE_STATUS(planner.GetOffsetForBuffer(buffer++, &offset));
      request.data = head + offset;
      s = request.next;
    }
    for (int i = 0; i < tensor_count_; ++i) {
      const TfLiteEvalTensor* input = MarkedInput(i);
      if (input != nullptr) tensors_[i].data = input->data;
    }
    return kTfLiteOk;
  }

  MicroInterpreterContext& context_;
  const Model& model_;
  const SubGraph& subgraph_;
  TfLiteEvalTensor* tensors_;
  NodeAndRegistration* nodes_;
  int tensor_count_;
  int node_count_;
  bool preserve_all_tensors_;
};

}  // namespace

const TFLMRegistration kFoldedFloat16 = {
    nullptr, nullptr, nullptr, DoNothing, nullptr, BuiltinOperator_DEQUANTIZE, "folded_float16"};
const TFLMRegistration kReshapeInPlace = {
    nullptr, nullptr, nullptr, DoNothing, nullptr, BuiltinOperator_RESHAPE, "reshape_in_place"};

bool IsFoldable(const Model& model, const SubGraph& subgraph, uint32_t index) {
  if (CodeOf(model, subgraph, index) != BuiltinOperator_DEQUANTIZE) return false;
  const Operator& op = *subgraph.operators()->Get(index);
  if (op.inputs() == nullptr || op.inputs()->size() != 1 || op.inputs()->Get(0) < 0) return false;
  if (op.outputs() == nullptr || op.outputs()->size() != 1) return false;
  const int32_t output_index = op.outputs()->Get(0);
  const Tensor& input = *subgraph.tensors()->Get(static_cast<uint32_t>(op.inputs()->Get(0)));
  const Tensor& output = *subgraph.tensors()->Get(static_cast<uint32_t>(output_index));
  if (!IsConstant(model, input) || input.is_variable()) return false;
  if (input.type() != TensorType_FLOAT16 || output.type() != TensorType_FLOAT32) return false;
  const void* output_shape = output.shape();
  if (input.shape() == nullptr || output_shape == nullptr ||
      !TfLiteIntArrayEqual(reinterpret_cast<const TfLiteIntArray*>(input.shape()),
                           static_cast<const TfLiteIntArray*>(output_shape))) {
    return false;
  }
  if (Contains(*subgraph.outputs(), output_index)) return false;
  for (uint32_t i = 0; i < subgraph.operators()->size(); ++i) {
    const flatbuffers::Vector<int32_t>* inputs = subgraph.operators()->Get(i)->inputs();
    const BuiltinOperator code = CodeOf(model, subgraph, i);
    const bool reads_float16 = code == BuiltinOperator_CONV_2D || code == BuiltinOperator_DEPTHWISE_CONV_2D ||
                               code == BuiltinOperator_FULLY_CONNECTED;
    for (uint32_t k = 0; inputs != nullptr && k < inputs->size(); ++k) {
      if (inputs->Get(k) == output_index && (!reads_float16 || (k != 1 && k != 2))) return false;
    }
  }
  return true;
}

size_t LeastActivationBytes(const Model& model, const SubGraph& subgraph) {
  size_t most = 0;
  for (uint32_t i = 0; i < subgraph.operators()->size(); ++i) {
    const BuiltinOperator code = CodeOf(model, subgraph, i);
    // These two may need no memory of their own.
    if (code == BuiltinOperator_RESHAPE || code == BuiltinOperator_DEQUANTIZE) continue;
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

TfLiteStatus PlanArena(MicroInterpreterContext& context, const Model& model, bool preserve_all_tensors,
                       size_t* scratch_bytes) {
  return ArenaPlanner(context, model, preserve_all_tensors).Plan(scratch_bytes);
}

}  // namespace tflite
