// SPDX-License-Identifier: Apache-2.0
// The inference runtime behind a C interface, for the Python class HostRuntime (ctypes) and for sanitizer
// runs.
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

#include "tensorflow/lite/micro/kernel_choice.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_resource_variable.h"
#include "tensorflow/lite/micro/model_verifier.h"
#include "tensorflow/lite/schema/schema_utils.h"

namespace {

// The runtime's words, until the next call of host_runtime_message().
char g_message[4096];
size_t g_message_bytes = 0;

using Resolver = tflite::MicroMutableOpResolver<128>;

// The build gives HOST_RUNTIME_OPERATORS(X): X(AddConv2D) ... for every operator that has a kernel.
void AddOperators(Resolver& resolver) {
#define HOST_RUNTIME_ADD(METHOD) resolver.METHOD();
  HOST_RUNTIME_OPERATORS(HOST_RUNTIME_ADD)
#undef HOST_RUNTIME_ADD
}

}  // namespace

extern "C" void DebugLog(const char* text) {
  while (*text != '\0' && g_message_bytes + 1 < sizeof(g_message)) g_message[g_message_bytes++] = *text++;
}

// What Prepare thought of for a node.
struct Candidate {
  int node;
  const char* kernel;  // null: fusion with the pool behind it
  tflite::Refusal refusal;
};

struct HostRuntime {
  Resolver resolver;
  std::vector<Candidate> candidates;
  std::vector<size_t> scratch_bytes;  // by node
  void* model;
  void* arena;
  uint8_t variables_arena[4096];  // their table; their contents lie in the arena
  tflite::MicroInterpreter* interpreter;
};

namespace {

// The runtime that is being created.
thread_local HostRuntime* g_created = nullptr;

constexpr tflite::KernelChoiceObserver kObserver = {
    [](int node, const char* kernel, tflite::Refusal refusal) {
      if (g_created != nullptr) g_created->candidates.push_back({node, kernel, refusal});
    },
    [](int node, tflite::Refusal refusal) {
      if (g_created != nullptr) g_created->candidates.push_back({node, nullptr, refusal});
    },
    [](int node, size_t bytes) {
      if (g_created == nullptr) return;
      std::vector<size_t>& by_node = g_created->scratch_bytes;
      if (by_node.size() <= static_cast<size_t>(node)) by_node.resize(static_cast<size_t>(node) + 1);
      by_node[static_cast<size_t>(node)] += bytes;
    },
};

}  // namespace

extern "C" {

// What was said since the last call, and forgets it.
const char* host_runtime_message() {
  g_message[g_message_bytes] = '\0';
  g_message_bytes = 0;
  return g_message;
}

void host_runtime_destroy(HostRuntime* runtime) {
  if (runtime == nullptr) return;
  delete runtime->interpreter;
  free(runtime->model);
  free(runtime->arena);
  delete runtime;
}

// Null, with a message, when the model is refused or does not fit. `data` is copied.
HostRuntime* host_runtime_create(const void* data, size_t bytes, size_t arena_bytes, int preserve_all_tensors,
                                 int fuse) {
  HostRuntime* runtime = new HostRuntime();
  AddOperators(runtime->resolver);
  // Exact sizes, so that AddressSanitizer sees every byte too far.
  if (posix_memalign(&runtime->model, 16, bytes == 0 ? 1 : bytes) != 0) abort();
  memcpy(runtime->model, data, bytes);
  if (posix_memalign(&runtime->arena, 16, arena_bytes == 0 ? 1 : arena_bytes) != 0) abort();
  const tflite::Model* model = tflite::GetVerifiedModel(runtime->model, bytes);
  if (model != nullptr) {
    tflite::MicroAllocator variables_allocator(runtime->variables_arena, sizeof(runtime->variables_arena));
    runtime->interpreter = new tflite::MicroInterpreter(
        model, runtime->resolver, static_cast<uint8_t*>(runtime->arena), arena_bytes,
        tflite::MicroResourceVariables::Create(&variables_allocator, 64), nullptr, preserve_all_tensors != 0);
    if (fuse == 0) runtime->interpreter->DisableFusion();
    tflite::kernel_choice_observer = &kObserver;
    g_created = runtime;
    const TfLiteStatus status = runtime->interpreter->AllocateTensors();
    g_created = nullptr;
    if (status == kTfLiteOk) return runtime;
  }
  host_runtime_destroy(runtime);
  return nullptr;
}

int host_runtime_invoke(HostRuntime* runtime) { return runtime->interpreter->Invoke(); }
int host_runtime_invoke_node(HostRuntime* runtime, size_t i) { return runtime->interpreter->InvokeNode(i); }
int host_runtime_reset(HostRuntime* runtime) { return runtime->interpreter->Reset(); }
size_t host_runtime_node_count(HostRuntime* runtime) { return runtime->interpreter->node_count(); }
size_t host_runtime_node_operators(HostRuntime* runtime, size_t i) {
  return runtime->interpreter->node_operators(i);
}
const char* host_runtime_node_kernel(HostRuntime* runtime, size_t i) {
  return runtime->interpreter->node_kernel(i);
}
// Candidate number i: its node, kernel (null: fusion with the pool behind it) and why not (empty: it
// applies).
size_t host_runtime_candidate_count(HostRuntime* runtime) { return runtime->candidates.size(); }
int host_runtime_candidate(HostRuntime* runtime, size_t i, const char** kernel, const char** refusal) {
  const Candidate& candidate = runtime->candidates[i];
  *kernel = candidate.kernel;
  *refusal = tflite::RefusalText(candidate.refusal);
  return candidate.node;
}
size_t host_runtime_node_scratch_bytes(HostRuntime* runtime, size_t i) {
  return i < runtime->scratch_bytes.size() ? runtime->scratch_bytes[i] : 0;
}
size_t host_runtime_arena_used_bytes(HostRuntime* runtime) {
  return runtime->interpreter->arena_used_bytes();
}
size_t host_runtime_scratch_bytes(HostRuntime* runtime) { return runtime->interpreter->scratch_bytes(); }
size_t host_runtime_input_count(HostRuntime* runtime) { return runtime->interpreter->inputs_size(); }
size_t host_runtime_output_count(HostRuntime* runtime) { return runtime->interpreter->outputs_size(); }
int host_runtime_input_index(HostRuntime* runtime, size_t i) {
  return runtime->interpreter->inputs()[static_cast<uint32_t>(i)];
}
int host_runtime_output_index(HostRuntime* runtime, size_t i) {
  return runtime->interpreter->outputs()[static_cast<uint32_t>(i)];
}

// What the kernels see of a tensor: a folded float16 constant is one here. `dims` takes up to 8 extents. Null
// data: a tensor without memory.
void* host_runtime_tensor(HostRuntime* runtime, int index, int* type, int* rank, int* dims, size_t* bytes) {
  const TfLiteEvalTensor* tensor = runtime->interpreter->GetTensor(index);
  if (tensor == nullptr) return nullptr;
  *type = tensor->type;
  *rank = tensor->dims->size;
  for (int i = 0; i < tensor->dims->size && i < 8; ++i) dims[i] = tensor->dims->data[i];
  if (tflite::TfLiteEvalTensorByteLength(tensor, bytes) != kTfLiteOk) return nullptr;
  return tensor->data.data;
}

// Scale and zero point of an interface tensor, for tests of the application's view of it.
int host_runtime_interface_tensor(HostRuntime* runtime, int is_output, size_t i, float* scale,
                                  int* zero_point) {
  const TfLiteTensor* tensor = is_output ? runtime->interpreter->output(i) : runtime->interpreter->input(i);
  if (tensor == nullptr) return kTfLiteError;
  *scale = tensor->params.scale;
  *zero_point = tensor->params.zero_point;
  return kTfLiteOk;
}

}  // extern "C"
