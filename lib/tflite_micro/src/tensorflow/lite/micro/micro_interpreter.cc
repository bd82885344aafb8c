// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_interpreter.h"

#include <cstring>

#include "tensorflow/lite/micro/arena_planner.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/model_verifier.h"
#include "tensorflow/lite/schema/schema_utils.h"

namespace tflite {
MicroInterpreter::MicroInterpreter(const Model* model, const MicroOpResolver& op_resolver,
                                   uint8_t* tensor_arena, size_t tensor_arena_size,
                                   MicroResourceVariables* resource_variables,
                                   MicroProfilerInterface* profiler, bool preserve_all_tensors)
    : model_(model),
      op_resolver_(op_resolver),
      own_allocator_(tensor_arena, tensor_arena_size),
      graph_(&c_context_, model, &own_allocator_, resource_variables),
      context_(&own_allocator_, model, &graph_),
      preserve_all_tensors_(preserve_all_tensors) {
  Init(profiler);
}

MicroInterpreter::MicroInterpreter(const Model* model, const MicroOpResolver& op_resolver,
                                   MicroAllocator* allocator, MicroResourceVariables* resource_variables,
                                   MicroProfilerInterface* profiler, bool preserve_all_tensors)
    : model_(model),
      op_resolver_(op_resolver),
      own_allocator_(nullptr, 0),
      graph_(&c_context_, model, allocator == nullptr ? &own_allocator_ : allocator, resource_variables),
      context_(allocator == nullptr ? &own_allocator_ : allocator, model, &graph_),
      preserve_all_tensors_(preserve_all_tensors) {
  Init(profiler);
}

void MicroInterpreter::Init(MicroProfilerInterface* profiler) {
  c_context_.impl_ = static_cast<MicroContext*>(&context_);
  c_context_.profiler = profiler;
  c_context_.recommended_num_threads = 1;
  c_context_.ReportError = MicroContextReportOpError;
  c_context_.GetExternalContext = MicroContextGetExternalContext;
  c_context_.AllocatePersistentBuffer = MicroContextAllocatePersistentBuffer;
  c_context_.RequestScratchBufferInArena = MicroContextRequestScratchBufferInArena;
  c_context_.GetScratchBuffer = MicroContextGetScratchBuffer;
  c_context_.GetTensor = MicroContextGetTensor;
  c_context_.GetEvalTensor = MicroContextGetEvalTensor;
  if (model_ == nullptr) {
    MicroPrintf("the interpreter was given no model; pass what GetModel() returned");
    return;
  }
  if (context_.allocator->arena_bytes() == 0) {
    MicroPrintf("the interpreter was given no arena; pass an array of uint8_t, alignas(16), and its size");
    return;
  }
  if (CheckModel(model_) != kTfLiteOk) return;
  graph_.Select(0);
  main_ = &graph_.current_subgraph();
  initialization_status_ = kTfLiteOk;
}

MicroInterpreter::~MicroInterpreter() {
  if (context_.stage != MicroInterpreterContext::Stage::kNone) graph_.FreeSubgraphs();
}

TfLiteStatus MicroInterpreter::ReportArenaTooSmall() {
  initialization_status_ = kTfLiteError;
  const MicroAllocator& allocator = *context_.allocator;
  size_t lacking = allocator.lacking_bytes();
  if (lacking == 0) return kTfLiteError;
  // As long as some operators have not said what they need, this is a lower bound; then it is exact.
  const bool exact = interface_tensors_ != nullptr;
  if (!exact) {
    const size_t least = allocator.persistent_bytes() + LeastActivationBytes(*model_, *main_);
    if (least > allocator.arena_bytes() + lacking) lacking = least - allocator.arena_bytes();
  }
  MicroPrintf("the arena lacks %s%u bytes: it has %u, give it at least %u", exact ? "" : "at least ",
              static_cast<unsigned>(lacking), static_cast<unsigned>(allocator.arena_bytes()),
              static_cast<unsigned>(allocator.arena_bytes() + lacking));
  return kTfLiteError;
}

void MicroInterpreter::SetScratchBuffer(void* memory, size_t bytes) {
  uint8_t* const given = static_cast<uint8_t*>(memory);
  uint8_t* const begin = AlignPointerUp(given, MicroArenaBufferAlignment());
  const size_t lost = static_cast<size_t>(begin - given);
  context_.scratch_memory = {begin, lost < bytes ? bytes - lost : 0};
}

TfLiteStatus MicroInterpreter::AllocateTensors() {
  if (context_.stage == MicroInterpreterContext::Stage::kPlanned) return kTfLiteOk;
  if (initialization_status_ != kTfLiteOk) {
    MicroPrintf("AllocateTensors() cannot work: the interpreter failed before; see the message above");
    return kTfLiteError;
  }
  if (AllocateGraph() != kTfLiteOk || AllocateInterface() != kTfLiteOk ||
      PlanArena(context_, preserve_all_tensors_, fuses_, &scratch_bytes_) != kTfLiteOk) {
    return ReportArenaTooSmall();
  }
  const uint32_t count = static_cast<uint32_t>(inputs_size() + outputs_size());
  for (uint32_t i = 0; i < count; ++i) {
    interface_tensors_[i]->data = graph_.current().tensors[InterfaceIndex(i)].data;
  }
  context_.stage = MicroInterpreterContext::Stage::kPlanned;
  return kTfLiteOk;
}

TfLiteStatus MicroInterpreter::AllocateGraph() {
  TF_LITE_ENSURE_STATUS(graph_.AllocateSubgraphs());
  context_.stage = MicroInterpreterContext::Stage::kInit;
  TF_LITE_ENSURE_STATUS(graph_.FindOperators(op_resolver_));
  TF_LITE_ENSURE_STATUS(graph_.InitSubgraphs());
  context_.stage = MicroInterpreterContext::Stage::kPrepare;
  return graph_.PrepareSubgraphs();
}

int32_t MicroInterpreter::InterfaceIndex(uint32_t i) const {
  const uint32_t count = inputs().size();
  return i < count ? inputs()[i] : outputs()[i - count];
}

TfLiteStatus MicroInterpreter::AllocateInterface() {
  const uint32_t count = static_cast<uint32_t>(inputs_size() + outputs_size());
  auto** tensors = static_cast<TfLiteTensor**>(
      context_.allocator->AllocatePersistentBuffer(count * sizeof(TfLiteTensor*)));
  if (tensors == nullptr) return kTfLiteError;
  for (uint32_t i = 0; i < count; ++i) {
    tensors[i] = context_.NewTensor(InterfaceIndex(i), true);
    if (tensors[i] == nullptr) return kTfLiteError;
  }
  interface_tensors_ = tensors;
  return kTfLiteOk;
}

TfLiteStatus MicroInterpreter::EnsurePlanned(const char* call) const {
  if (context_.stage == MicroInterpreterContext::Stage::kPlanned) return kTfLiteOk;
  MicroPrintf("%s needs AllocateTensors() to have succeeded first", call);
  return kTfLiteError;
}

TfLiteStatus MicroInterpreter::Invoke() {
  TF_LITE_ENSURE_STATUS(EnsurePlanned("Invoke()"));
  return graph_.InvokeMain();
}

TfLiteStatus MicroInterpreter::InvokeNode(size_t i) {
  TF_LITE_ENSURE_STATUS(EnsurePlanned("InvokeNode()"));
  if (i >= node_count()) {
    MicroPrintf("InvokeNode(%u): the model has %u operators", static_cast<unsigned>(i),
                static_cast<unsigned>(node_count()));
    return kTfLiteError;
  }
  return graph_.InvokeNode(i);
}

TfLiteStatus MicroInterpreter::Reset() {
  TF_LITE_ENSURE_STATUS(EnsurePlanned("Reset()"));
  TF_LITE_ENSURE_STATUS(graph_.ResetSubgraphs());
  return graph_.ResetVariableTensors();
}

TfLiteStatus MicroInterpreter::SetMicroExternalContext(void* external_context_payload) {
  return context_.set_external_context(external_context_payload);
}

size_t MicroInterpreter::inputs_size() const { return main_ == nullptr ? 0 : inputs().size(); }
size_t MicroInterpreter::outputs_size() const { return main_ == nullptr ? 0 : outputs().size(); }
size_t MicroInterpreter::node_count() const { return main_ == nullptr ? 0 : main_->operators()->size(); }

TfLiteTensor* MicroInterpreter::InterfaceTensor(const char* call, size_t index, size_t count, size_t first) {
  if (EnsurePlanned(call) != kTfLiteOk) return nullptr;
  if (index < count) return interface_tensors_[first + index];
  MicroPrintf("%s has no number %u: the model has %u", call, static_cast<unsigned>(index),
              static_cast<unsigned>(count));
  return nullptr;
}

TfLiteTensor* MicroInterpreter::input(size_t index) {
  return InterfaceTensor("input()", index, inputs_size(), 0);
}

TfLiteTensor* MicroInterpreter::output(size_t index) {
  return InterfaceTensor("output()", index, outputs_size(), inputs_size());
}

void* MicroInterpreter::DataOfType(TfLiteTensor* tensor, TfLiteType type) {
  if (tensor == nullptr || tensor->type == type) return tensor == nullptr ? nullptr : tensor->data.data;
  MicroPrintf("the tensor has type %s, and it was asked for as %s", TfLiteTypeGetName(tensor->type),
              TfLiteTypeGetName(type));
  return nullptr;
}

TfLiteEvalTensor* MicroInterpreter::GetTensor(int tensor_index, int subgraph_index) {
  if (EnsurePlanned("GetTensor()") != kTfLiteOk || !graph_.IsUsed(subgraph_index)) return nullptr;
  const uint32_t count = graph_.subgraph(subgraph_index).tensors()->size();
  const bool known = tensor_index >= 0 && static_cast<uint32_t>(tensor_index) < count;
  return known ? &graph_.GetAllocations()[subgraph_index].tensors[tensor_index] : nullptr;
}

size_t MicroInterpreter::node_operators(size_t i) const {
  const NodeAndRegistration* const nodes = graph_.current().node_and_registrations;
  if (nodes[i].registration == &kFusedAway) return 0;
  return i + 1 < node_count() && nodes[i + 1].registration == &kFusedAway ? 2 : 1;
}

const char* MicroInterpreter::node_kernel(size_t i) const {
  if (context_.stage != MicroInterpreterContext::Stage::kPlanned || i >= node_count()) return "";
  const NodeAndRegistration& node = graph_.current().node_and_registrations[i];
  return node.kernel_name != nullptr ? node.kernel_name : OperatorName(*node.registration);
}

const TfLiteEvalTensor* MicroInterpreter::node_output(size_t i, size_t k) const {
  if (context_.stage != MicroInterpreterContext::Stage::kPlanned || i >= node_count()) return nullptr;
  if (node_operators(i) > 1) return nullptr;
  const TfLiteIntArray& outputs = *graph_.current().node_and_registrations[i].node.outputs;
  return k < static_cast<size_t>(outputs.size) ? &graph_.current().tensors[outputs.data[k]] : nullptr;
}

}  // namespace tflite
