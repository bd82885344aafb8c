// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_INTERPRETER_CONTEXT_H_
#define TENSORFLOW_LITE_MICRO_MICRO_INTERPRETER_CONTEXT_H_

#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_context.h"
#include "tensorflow/lite/micro/micro_interpreter_graph.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

// A node's request for scratch memory. It lies in persistent memory; its number is its distance from the
// arena's end.
struct ScratchBuffer {
  union {
    uintptr_t bytes;  // until the arena is planned
    uint8_t* data;
  };
  uint16_t node;
  uint16_t next;  // the number of the subgraph's request before this one, 0 for none
};

// What the kernels of a MicroInterpreter see.
class MicroInterpreterContext final : public MicroContext {
 public:
  enum class Stage : uint8_t { kNone, kInit, kPrepare, kPlanned };

  MicroInterpreterContext(MicroAllocator* arena, const Model*, MicroInterpreterGraph* subgraphs)
      : allocator(arena), graph_(*subgraphs) {}

  void* AllocatePersistentBuffer(size_t bytes) override;
  TfLiteStatus RequestScratchBufferInArena(size_t bytes, int* buffer_index) override;
  void* GetScratchBuffer(int buffer_index) override;
  TfLiteTensor* AllocateTempTfLiteTensor(int tensor_index) override;
  void DeallocateTempTfLiteTensor(TfLiteTensor* tensor) override;
  uint8_t* AllocateTempBuffer(size_t size, size_t alignment) override;
  void DeallocateTempBuffer(uint8_t* buffer) override;
  TfLiteEvalTensor* GetEvalTensor(int tensor_index) override;
  TfLiteStatus set_external_context(void* external_context_payload) override;
  void* external_context() override { return external_context_; }
  MicroInterpreterGraph& graph() override { return graph_; }
  void SetKernelName(const TfLiteNode* node, const char* name) override;

  // Allocates a TfLiteTensor of the current subgraph as long-lived as the interpreter, or fills a temporary
  // one. Null when the arena is full.
  TfLiteTensor* NewTensor(int tensor_index, bool persistent);
  // Bytes that AllocateTempTfLiteTensor() takes.
  size_t TempTensorBytes(const SubGraph& subgraph, int tensor_index) const;

  ScratchBuffer* scratch_buffer(int number);

  // For scratch outside of the arena, aligned as the arena's buffers are.
  struct Memory {
    uint8_t* begin;
    size_t bytes;
  };
  Memory scratch_memory = {};

  MicroAllocator* allocator;
  Stage stage = Stage::kNone;

 private:
  MicroInterpreterGraph& graph_;
  void* external_context_ = nullptr;

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_INTERPRETER_CONTEXT_H_
