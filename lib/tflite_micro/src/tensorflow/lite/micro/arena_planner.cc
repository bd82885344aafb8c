// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/arena_planner.h"

#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/memory_planner/greedy_memory_planner.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/model_queries.h"
#include "tensorflow/lite/micro/optional_parts.h"
#include "tensorflow/lite/micro/subgraph_planner.h"

namespace tflite {
namespace {

TfLiteStatus DoNothing(TfLiteContext*, TfLiteNode*) { return kTfLiteOk; }

size_t ActivationBytes(const Model& model, const SubGraph& subgraph, int32_t index) {
  if (index < 0) return 0;
  const Tensor& tensor = *subgraph.tensors()->Get(static_cast<uint32_t>(index));
  if (IsConstant(model, tensor) || tensor.is_variable()) return 0;
  size_t bytes = 0;
  size_t type_size;
  BytesRequiredForTensor(tensor, &bytes, &type_size);
  return AlignSizeUp(bytes, MicroArenaBufferAlignment());
}

size_t Larger(size_t a, size_t b) { return a > b ? a : b; }

// Of all subgraphs together.
struct Plan {
  bool fuses;
  bool has_offline_plan = false;
  size_t buffers = 0;
  size_t prepare_bytes = 0;
  size_t scratch_bytes = 0;
  GreedyMemoryPlanner* planner = nullptr;
  uint8_t* head = nullptr;
  int next_buffer = 0;
};

TfLiteStatus ChangeOperators(SubgraphPlanner& subgraph, Plan& plan) {
  TF_LITE_ENSURE_STATUS(subgraph.AllocateVariables());
  TF_LITE_ENSURE_STATUS(subgraph.CheckOfflinePlan());
  // A plan of another's counts on every tensor's own memory, and on the steps in which it is alive.
  if (subgraph.has_offline_plan()) {
    plan.has_offline_plan = true;
  } else {
    if (plan.fuses && optional_parts.fusion != nullptr) TF_LITE_ENSURE_STATUS(subgraph.Fuse());
    if (optional_parts.mark_in_place != nullptr) optional_parts.mark_in_place(subgraph);
  }
  plan.scratch_bytes = Larger(plan.scratch_bytes, subgraph.PlaceScratchApart());
  plan.buffers += static_cast<size_t>(subgraph.BufferCount());
  plan.prepare_bytes = Larger(plan.prepare_bytes, subgraph.PrepareBytes());
  return kTfLiteOk;
}

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
    // What comes from a convolution may never be whole.
    if (code == BuiltinOperator_MAX_POOL_2D || code == BuiltinOperator_AVERAGE_POOL_2D) continue;
    const Indices* inputs = subgraph.operators()->Get(i)->inputs();
    if (Count(inputs) != 0) most = Larger(most, ActivationBytes(model, subgraph, inputs->Get(0)));
  }
  return most;
}

TfLiteStatus PlanArena(MicroInterpreterContext& context, bool preserve_all_tensors, bool fuse,
                       size_t* scratch_bytes) {
  MicroInterpreterGraph& graph = context.graph();
  MicroAllocator& allocator = *context.allocator;
  const int subgraphs = graph.NumSubgraphs();
  SubgraphSpan only = {static_cast<int>(graph.subgraph(0).operators()->size()), 0, 0};

  // Temporary memory: it lies where activations will.
  size_t plan_bytes = 0;
  const SubgraphSpan* spans = &only;
  if (subgraphs > 1) {
    spans = optional_parts.subgraphs->make_spans(graph.model(), allocator);
    if (spans == nullptr) return kTfLiteError;
    plan_bytes = AlignSizeUp(static_cast<size_t>(subgraphs) * sizeof(SubgraphSpan),
                             MicroAllocator::kPersistentAlignment);
  }
  Plan plan = {fuse && !preserve_all_tensors};
  const auto for_each = [&](TfLiteStatus (*step)(SubgraphPlanner & subgraph, Plan & plan)) {
    for (int s = 0; s < subgraphs; ++s) {
      if (!graph.IsUsed(s)) continue;
      SubgraphPlanner subgraph(context, s, spans, preserve_all_tensors);
      TF_LITE_ENSURE_STATUS(step(subgraph, plan));
    }
    return kTfLiteOk;
  };
  TF_LITE_ENSURE_STATUS(for_each(ChangeOperators));
  *scratch_bytes = plan.scratch_bytes;
  const size_t planner_bytes = plan.buffers * GreedyMemoryPlanner::per_buffer_size();
  plan_bytes += planner_bytes;
  uint8_t* planner_memory = allocator.AllocateTemp(planner_bytes, MicroAllocator::kPersistentAlignment);
  if (planner_memory == nullptr) return kTfLiteError;

  GreedyMemoryPlanner planner(planner_memory, static_cast<int>(planner_bytes));
  plan.planner = &planner;
  TF_LITE_ENSURE_STATUS(
      for_each([](SubgraphPlanner& subgraph, Plan& plan) { return subgraph.AddBuffers(*plan.planner); }));
  const size_t head_bytes = Larger(Larger(plan.prepare_bytes, plan_bytes), planner.GetMaximumMemorySize());
  if (plan.has_offline_plan && planner.DoAnyBuffersOverlap()) {
    MicroPrintf("the model's memory plan lets two tensors overlap that are alive at the same time");
    return kTfLiteError;
  }
  plan.head = allocator.ReserveHead(head_bytes);
  if (plan.head == nullptr) return kTfLiteError;
  return for_each([](SubgraphPlanner& subgraph, Plan& plan) {
    return subgraph.Commit(*plan.planner, plan.head, &plan.next_buffer);
  });
}

}  // namespace tflite
