// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_interpreter.h"

#include <cstring>

#include "tensorflow/lite/micro/arena_planner.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/model_verifier.h"
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

const char* OperatorName(const TFLMRegistration& registration) {
  return registration.builtin_code == BuiltinOperator_CUSTOM
             ? registration.custom_name
             : EnumNameBuiltinOperator(static_cast<BuiltinOperator>(registration.builtin_code));
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

MicroInterpreter::MicroInterpreter(const Model* model, const MicroOpResolver& op_resolver,
                                   uint8_t* tensor_arena, size_t tensor_arena_size,
                                   MicroResourceVariables* resource_variables,
                                   MicroProfilerInterface* profiler, bool preserve_all_tensors)
    : model_(model),
      op_resolver_(op_resolver),
      own_allocator_(tensor_arena, tensor_arena_size),
      context_(&own_allocator_, model, resource_variables),
      profiler_(profiler),
      preserve_all_tensors_(preserve_all_tensors) {
  Init();
}

MicroInterpreter::MicroInterpreter(const Model* model, const MicroOpResolver& op_resolver,
                                   MicroAllocator* allocator, MicroResourceVariables* resource_variables,
                                   MicroProfilerInterface* profiler, bool preserve_all_tensors)
    : model_(model),
      op_resolver_(op_resolver),
      own_allocator_(nullptr, 0),
      context_(allocator == nullptr ? &own_allocator_ : allocator, model, resource_variables),
      profiler_(profiler),
      preserve_all_tensors_(preserve_all_tensors) {
  Init();
}

void MicroInterpreter::Init() {
  c_context_.impl_ = static_cast<MicroContext*>(&context_);
  c_context_.profiler = profiler_;
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
  context_.subgraph = model_->subgraphs()->Get(0);
  c_context_.tensors_size = context_.subgraph->tensors()->size();
  initialization_status_ = kTfLiteOk;
}

MicroInterpreter::~MicroInterpreter() {
  if (context_.stage == MicroInterpreterContext::Stage::kNone) return;
  for (size_t i = 0; i < node_count(); ++i) {
    const NodeAndRegistration& node = context_.allocations.node_and_registrations[i];
    if (node.registration != nullptr && node.registration->free != nullptr) {
      node.registration->free(&c_context_, node.node.user_data);
    }
  }
}

TfLiteStatus MicroInterpreter::ReportArenaTooSmall() {
  initialization_status_ = kTfLiteError;
  const MicroAllocator& allocator = *context_.allocator;
  size_t lacking = allocator.lacking_bytes();
  if (lacking == 0) return kTfLiteError;
  // As long as some operators have not said what they need, this is a lower bound; then it is exact.
  const bool exact = interface_tensors_ != nullptr;
  if (!exact) {
    const size_t least = allocator.persistent_bytes() + LeastActivationBytes(*model_, *context_.subgraph);
    if (least > allocator.arena_bytes() + lacking) lacking = least - allocator.arena_bytes();
  }
  MicroPrintf("the arena lacks %s%u bytes: it has %u, give it at least %u", exact ? "" : "at least ",
              static_cast<unsigned>(lacking), static_cast<unsigned>(allocator.arena_bytes()),
              static_cast<unsigned>(allocator.arena_bytes() + lacking));
  return kTfLiteError;
}

TfLiteStatus MicroInterpreter::AllocateTensors() {
  if (context_.stage == MicroInterpreterContext::Stage::kPlanned) return kTfLiteOk;
  if (initialization_status_ != kTfLiteOk) {
    MicroPrintf("AllocateTensors() cannot work: the interpreter failed before; see the message above");
    return kTfLiteError;
  }
  if (AllocateGraph() != kTfLiteOk || PrepareNodes() != kTfLiteOk || AllocateInterface() != kTfLiteOk ||
      PlanArena(context_, *model_, preserve_all_tensors_, &scratch_bytes_) != kTfLiteOk) {
    return ReportArenaTooSmall();
  }
  const uint32_t count = static_cast<uint32_t>(inputs_size() + outputs_size());
  for (uint32_t i = 0; i < count; ++i) {
    const int32_t index = i < inputs().size() ? inputs()[i] : outputs()[i - inputs().size()];
    interface_tensors_[i]->data = context_.allocations.tensors[index].data;
  }
  context_.stage = MicroInterpreterContext::Stage::kPlanned;
  return kTfLiteOk;
}

// The eval tensors and nodes, with constants where they lie in the model, and each operator's implementation,
// initialised.
TfLiteStatus MicroInterpreter::AllocateGraph() {
  const SubGraph& subgraph = *context_.subgraph;
  const uint32_t tensor_count = subgraph.tensors()->size();
  const uint32_t operator_count = subgraph.operators()->size();
  MicroAllocator& allocator = *context_.allocator;
  auto* tensors = static_cast<TfLiteEvalTensor*>(
      allocator.AllocatePersistentBuffer(tensor_count * sizeof(TfLiteEvalTensor)));
  auto* nodes = static_cast<NodeAndRegistration*>(
      allocator.AllocatePersistentBuffer(operator_count * sizeof(NodeAndRegistration)));
  if (tensors == nullptr || nodes == nullptr) return kTfLiteError;
  context_.allocations = {nodes, tensors};

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
  context_.stage = MicroInterpreterContext::Stage::kInit;

  for (uint32_t i = 0; i < operator_count; ++i) {
    const Operator& op = *subgraph.operators()->Get(i);
    NodeAndRegistration& node = nodes[i];
    context_.node_index = static_cast<int>(i);
    if (IsFoldable(*model_, subgraph, i)) {
      tensors[node.node.outputs->data[0]] = tensors[node.node.inputs->data[0]];
      node.registration = &kFoldedFloat16;
      node.kernel_name = kFoldedFloat16.custom_name;
      continue;
    }
    const OperatorCode& code = *model_->operator_codes()->Get(op.opcode_index());
    const BuiltinOperator builtin = GetBuiltinCode(&code);
    const char* init_data = nullptr;
    size_t init_data_size = 0;
    if (builtin == BuiltinOperator_CUSTOM) {
      const char* name = code.custom_code() == nullptr ? "" : code.custom_code()->c_str();
      node.registration = op_resolver_.FindOp(name);
      if (node.registration == nullptr) return ReportMissingOperator(i, builtin, name);
      if (op.custom_options() != nullptr) {
        init_data = reinterpret_cast<const char*>(op.custom_options()->Data());
        init_data_size = op.custom_options()->size();
        node.node.custom_initial_data = init_data;
        node.node.custom_initial_data_size = static_cast<int>(init_data_size);
      }
    } else {
      node.registration = op_resolver_.FindOp(builtin);
      const MicroOpResolver::BuiltinParseFunction parse = op_resolver_.GetOpDataParser(builtin);
      if (node.registration == nullptr || parse == nullptr) return ReportMissingOperator(i, builtin, nullptr);
      TF_LITE_ENSURE_STATUS(parse(&op, nullptr, context_.allocator, &node.node.builtin_data));
      init_data = static_cast<const char*>(node.node.builtin_data);
    }
    if (node.registration->init != nullptr) {
      node.node.user_data = node.registration->init(&c_context_, init_data, init_data_size);
      if (allocator.lacking_bytes() != 0) return kTfLiteError;
    }
  }
  return kTfLiteOk;
}

TfLiteStatus MicroInterpreter::PrepareNodes() {
  context_.stage = MicroInterpreterContext::Stage::kPrepare;
  for (size_t i = 0; i < node_count(); ++i) {
    NodeAndRegistration& node = context_.allocations.node_and_registrations[i];
    context_.node_index = static_cast<int>(i);
    if (node.registration->prepare != nullptr) {
      const TfLiteStatus status = node.registration->prepare(&c_context_, &node.node);
      if (status != kTfLiteOk) {
        MicroPrintf("operator %u, %s, cannot be prepared", static_cast<unsigned>(i),
                    OperatorName(*node.registration));
        return kTfLiteError;
      }
    }
    context_.allocator->ResetTemp();
  }
  return kTfLiteOk;
}

TfLiteStatus MicroInterpreter::AllocateInterface() {
  const uint32_t count = static_cast<uint32_t>(inputs_size() + outputs_size());
  auto** tensors = static_cast<TfLiteTensor**>(
      context_.allocator->AllocatePersistentBuffer(count * sizeof(TfLiteTensor*)));
  if (tensors == nullptr) return kTfLiteError;
  for (uint32_t i = 0; i < count; ++i) {
    tensors[i] = context_.NewTensor(i < inputs().size() ? inputs()[i] : outputs()[i - inputs().size()], true);
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
  for (size_t i = 0; i < node_count(); ++i) {
    const TFLMRegistration& registration = *context_.allocations.node_and_registrations[i].registration;
    const uint32_t event = profiler_ == nullptr ? 0 : profiler_->BeginEvent(OperatorName(registration));
    const TfLiteStatus status = InvokeNode(i);
    if (profiler_ != nullptr) profiler_->EndEvent(event);
    if (status == kTfLiteAbort) return kTfLiteOk;
    TF_LITE_ENSURE_STATUS(status);
  }
  return kTfLiteOk;
}

TfLiteStatus MicroInterpreter::InvokeNode(size_t i) {
  TF_LITE_ENSURE_STATUS(EnsurePlanned("InvokeNode()"));
  if (i >= node_count()) {
    MicroPrintf("InvokeNode(%u): the model has %u operators", static_cast<unsigned>(i),
                static_cast<unsigned>(node_count()));
    return kTfLiteError;
  }
  NodeAndRegistration& node = context_.allocations.node_and_registrations[i];
  context_.node_index = static_cast<int>(i);
  const TfLiteStatus status = node.registration->invoke(&c_context_, &node.node);
  if (status != kTfLiteOk && status != kTfLiteAbort) {
    MicroPrintf("operator %u, %s, failed", static_cast<unsigned>(i), OperatorName(*node.registration));
  }
  return status;
}

TfLiteStatus MicroInterpreter::Reset() {
  TF_LITE_ENSURE_STATUS(EnsurePlanned("Reset()"));
  for (size_t i = 0; i < node_count(); ++i) {
    const NodeAndRegistration& node = context_.allocations.node_and_registrations[i];
    if (node.registration->reset != nullptr) node.registration->reset(&c_context_, node.node.user_data);
  }
  for (uint32_t i = 0; i < context_.subgraph->tensors()->size(); ++i) {
    TfLiteEvalTensor& tensor = context_.allocations.tensors[i];
    size_t bytes;
    if (context_.subgraph->tensors()->Get(i)->is_variable() &&
        TfLiteEvalTensorByteLength(&tensor, &bytes) == kTfLiteOk) {
      memset(tensor.data.data, 0, bytes);
    }
  }
  return kTfLiteOk;
}

TfLiteStatus MicroInterpreter::SetMicroExternalContext(void* external_context_payload) {
  return context_.set_external_context(external_context_payload);
}

size_t MicroInterpreter::inputs_size() const { return context_.subgraph == nullptr ? 0 : inputs().size(); }
size_t MicroInterpreter::outputs_size() const { return context_.subgraph == nullptr ? 0 : outputs().size(); }
size_t MicroInterpreter::node_count() const {
  return context_.subgraph == nullptr ? 0 : context_.subgraph->operators()->size();
}

TfLiteTensor* MicroInterpreter::input(size_t index) {
  const bool known = index < inputs_size() && EnsurePlanned("input()") == kTfLiteOk;
  return known ? interface_tensors_[index] : nullptr;
}

TfLiteTensor* MicroInterpreter::output(size_t index) {
  const bool known = index < outputs_size() && EnsurePlanned("output()") == kTfLiteOk;
  return known ? interface_tensors_[inputs_size() + index] : nullptr;
}

TfLiteEvalTensor* MicroInterpreter::GetTensor(int tensor_index, int subgraph_index) {
  if (EnsurePlanned("GetTensor()") != kTfLiteOk || subgraph_index != 0) return nullptr;
  return context_.GetEvalTensor(tensor_index);
}

const char* MicroInterpreter::node_kernel(size_t i) const {
  if (context_.stage != MicroInterpreterContext::Stage::kPlanned || i >= node_count()) return "";
  const NodeAndRegistration& node = context_.allocations.node_and_registrations[i];
  return node.kernel_name != nullptr ? node.kernel_name : OperatorName(*node.registration);
}

const TfLiteEvalTensor* MicroInterpreter::node_output(size_t i, size_t k) const {
  if (context_.stage != MicroInterpreterContext::Stage::kPlanned || i >= node_count()) return nullptr;
  const TfLiteIntArray& outputs = *context_.allocations.node_and_registrations[i].node.outputs;
  return k < static_cast<size_t>(outputs.size) ? &context_.allocations.tensors[outputs.data[k]] : nullptr;
}

}  // namespace tflite
