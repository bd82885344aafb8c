// SPDX-License-Identifier: Apache-2.0
#include "model_target.h"

#include <cstdlib>
#include <cstring>
#include <utility>

#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_resource_variable.h"
#include "tensorflow/lite/micro/model_verifier.h"
#include "tensorflow/lite/schema/schema_utils.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__clang__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, bytes)
#define ASAN_UNPOISON_MEMORY_REGION(address, bytes)
#endif

FuzzCounts g_fuzz_counts;

namespace {

// Small, so that a model's exhausting it is tried as well; large for networks of the size that people use.
size_t ArenaBytes(size_t model_bytes) { return model_bytes < 8192 ? 24 << 10 : 384 << 10; }
constexpr uint64_t kMostWork = 1000000;  // multiply-accumulates, about
constexpr int kMostOperators = 160;
constexpr uint32_t kMostNodes = 300;  // run in one inference: a loop may have no end

bool g_said;
uint32_t g_nodes;

using Resolver = tflite::MicroMutableOpResolver<kMostOperators>;
TfLiteStatus (*g_invoke[kMostOperators])(TfLiteContext*, TfLiteNode*);

template <size_t I>
TfLiteStatus CountedInvoke(TfLiteContext* context, TfLiteNode* node) {
  if (++g_nodes > kMostNodes) {
    g_said = true;
    return kTfLiteError;
  }
  return g_invoke[I](context, node);
}

TfLiteStatus CustomInvoke(TfLiteContext*, TfLiteNode*) { return kTfLiteOk; }

// Every operator of the runtime, each of which gives up when an inference has run too many of them.
class CountingResolver final : public tflite::MicroOpResolver {
 public:
  CountingResolver() {
#define ADD(METHOD) all_.METHOD();
    HOST_RUNTIME_OPERATORS(ADD)
#undef ADD
    Count(std::make_index_sequence<kMostOperators>());
    custom_.invoke = CustomInvoke;
    custom_.custom_name = "custom";
    custom_.builtin_code = tflite::BuiltinOperator_CUSTOM;
  }

  const TFLMRegistration* FindOp(tflite::BuiltinOperator op) const override {
    for (const TFLMRegistration& known : counted_) {
      if (known.invoke != nullptr && known.builtin_code == op) return &known;
    }
    return nullptr;
  }
  const TFLMRegistration* FindOp(const char*) const override { return &custom_; }
  BuiltinParseFunction GetOpDataParser(tflite::BuiltinOperator op) const override {
    return all_.GetOpDataParser(op);
  }

 private:
  template <size_t... I>
  void Count(std::index_sequence<I...>) {
    TfLiteStatus (*const counted[])(TfLiteContext*, TfLiteNode*) = {CountedInvoke<I>...};
    size_t next = 0;
    for (int code = 0; code < 256; ++code) {
      const TFLMRegistration* known = all_.FindOp(static_cast<tflite::BuiltinOperator>(code));
      if (known == nullptr) continue;
      g_invoke[next] = known->invoke;
      counted_[next] = *known;
      counted_[next].invoke = counted[next];
      ++next;
    }
  }

  Resolver all_;
  TFLMRegistration counted_[kMostOperators] = {};
  TFLMRegistration custom_ = {};
};

// An upper bound of an inference's work: each element of an operator's outputs from all of its inputs; with
// weights, from those of one output channel. What a loop repeats is bounded by kMostNodes.
uint64_t Work(const tflite::Model& model) {
  uint64_t work = 0;
  for (const tflite::SubGraph* subgraph : *model.subgraphs()) {
    const auto elements = [&](const flatbuffers::Vector<int32_t>* indices) {
      uint64_t sum = 0;
      for (uint32_t i = 0; indices != nullptr && i < indices->size(); ++i) {
        if (indices->Get(i) < 0) continue;
        const auto* shape = subgraph->tensors()->Get(static_cast<uint32_t>(indices->Get(i)))->shape();
        uint64_t product = 1;
        for (uint32_t d = 0; shape != nullptr && d < shape->size(); ++d)
          product *= shape->Get(d) == 0 ? 1 : static_cast<uint64_t>(shape->Get(d));
        sum += product;
      }
      return sum;
    };
    for (const tflite::Operator* op : *subgraph->operators()) {
      const auto* weights =
          op->inputs() == nullptr || op->inputs()->size() < 2 || op->inputs()->Get(1) < 0
              ? nullptr
              : subgraph->tensors()->Get(static_cast<uint32_t>(op->inputs()->Get(1)))->shape();
      const tflite::BuiltinOperator code =
          tflite::GetBuiltinCode(model.operator_codes()->Get(op->opcode_index()));
      const bool weighted =
          code == tflite::BuiltinOperator_CONV_2D || code == tflite::BuiltinOperator_FULLY_CONNECTED;
      uint64_t of_one = 1 + elements(op->inputs());
      if (weighted && weights != nullptr && weights->size() > 0 && weights->Get(0) > 0) {
        of_one = 1;
        for (uint32_t d = 1; d < weights->size(); ++d) of_one *= static_cast<uint64_t>(weights->Get(d));
      }
      work += of_one * (1 + elements(op->outputs()));
    }
  }
  return work;
}

// With all tensors kept, nothing else lies between one's last byte and the next multiple of 16.
template <typename F>
void ForEachGap(tflite::MicroInterpreter& interpreter, const tflite::Model& model, const uint8_t* arena,
                size_t arena_bytes, F function) {
  for (uint32_t s = 0; s < model.subgraphs()->size(); ++s) {
    for (uint32_t i = 0; i < model.subgraphs()->Get(s)->tensors()->size(); ++i) {
      const TfLiteEvalTensor* tensor = interpreter.GetTensor(static_cast<int>(i), static_cast<int>(s));
      size_t bytes;
      if (tensor == nullptr || tensor->data.data == nullptr ||
          tflite::TfLiteEvalTensorByteLength(tensor, &bytes) != kTfLiteOk)
        continue;
      uint8_t* const end = tensor->data.uint8 + bytes;
      // Variables and numbers of variables are persistent, where 8 bytes are the unit.
      if (tensor->data.uint8 < arena || end > arena + arena_bytes || tensor->type == kTfLiteResource ||
          model.subgraphs()->Get(s)->tensors()->Get(i)->is_variable())
        continue;
      function(end, (16 - bytes % 16) % 16);
    }
  }
}

}  // namespace

extern "C" void DebugLog(const char*) { g_said = true; }

void RunModel(const uint8_t* data, size_t size) { RunModelIn(ArenaBytes(size), data, size); }

void RunModelInSome(const uint8_t* data, size_t size) {
  RunModel(data, size);
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < size; ++i) hash = (hash ^ data[i]) * 16777619u;
  if (hash % 8 == 0) RunModelIn(hash / 8 % 3000, data, size);
}

void RunModelIn(size_t arena_bytes, const uint8_t* data, size_t size) {
  static const CountingResolver resolver;
  FuzzCounts& counts = g_fuzz_counts;
  g_said = false;
  g_nodes = 0;
  const tflite::Model* model = tflite::GetVerifiedModel(data, size);
  if (model == nullptr) {
    ++counts.unverified;
    counts.silent += g_said ? 0 : 1;
    return;
  }
  // One byte too far is seen.
  void* memory = nullptr;
  if (posix_memalign(&memory, 16, arena_bytes == 0 ? 1 : arena_bytes) != 0) abort();
  auto* const arena = static_cast<uint8_t*>(memory);
  alignas(16) uint8_t variables_arena[512];
  tflite::MicroAllocator variables_allocator(variables_arena, sizeof(variables_arena));
  tflite::MicroResourceVariables* variables = tflite::MicroResourceVariables::Create(&variables_allocator, 4);
  bool refused = true;
  const bool keep = size % 2 == 0;
  {
    tflite::MicroInterpreter interpreter(model, resolver, arena, arena_bytes, variables, nullptr, keep);
    if (interpreter.AllocateTensors() != kTfLiteOk) {
      ++counts.unprepared;
    } else if (Work(*model) > kMostWork) {
      ++counts.skipped;
      refused = false;
    } else {
      for (size_t i = 0; i < interpreter.inputs_size(); ++i)
        memset(interpreter.input(i)->data.data,
               static_cast<int>(interpreter.input(i)->type == kTfLiteBool ? size & 1 : size & 0x41),
               interpreter.input(i)->bytes);
      if (keep)
        ForEachGap(interpreter, *model, arena, arena_bytes,
                   [](uint8_t* gap, size_t bytes) { ASAN_POISON_MEMORY_REGION(gap, bytes); });
      // Twice: the second meets what the first left.
      refused = interpreter.Invoke() != kTfLiteOk || interpreter.Invoke() != kTfLiteOk;
      refused ? ++counts.failed : ++counts.ran;
      if (keep)
        ForEachGap(interpreter, *model, arena, arena_bytes,
                   [](uint8_t* gap, size_t bytes) { ASAN_UNPOISON_MEMORY_REGION(gap, bytes); });
    }
  }
  counts.silent += refused && !g_said ? 1 : 0;
  free(memory);
}
