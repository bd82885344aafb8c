// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_CONTEXT_H_
#define TENSORFLOW_LITE_MICRO_MICRO_CONTEXT_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/micro/compatibility.h"
#include "tensorflow/lite/micro/micro_graph.h"

namespace tflite {

// Returned by a kernel that has nothing for the following kernels to do.
constexpr TfLiteStatus kTfLiteAbort = static_cast<TfLiteStatus>(15);

// What kernels ask of the runtime.
class MicroContext {
 public:
  virtual ~MicroContext() = default;

  // Init and Prepare: memory as long-lived as the interpreter, 16-byte aligned. Null when the arena is full.
  virtual void* AllocatePersistentBuffer(size_t bytes) = 0;

  // Prepare: asks for `bytes` that this node may use while it runs. The memory exists from Invoke on, at
  // GetScratchBuffer(*buffer_index).
  virtual TfLiteStatus RequestScratchBufferInArena(size_t bytes, int* buffer_index) = 0;
  virtual void* GetScratchBuffer(int buffer_index) = 0;

  // Prepare: temporary tensors, to be given back before Prepare returns. Null for an input left out or an
  // index out of range.
  virtual TfLiteTensor* AllocateTempTfLiteTensor(int tensor_index) = 0;
  TfLiteTensor* AllocateTempInputTensor(const TfLiteNode* node, int index);
  TfLiteTensor* AllocateTempOutputTensor(const TfLiteNode* node, int index);
  TfLiteTensor* AllocateTempIntermediateTensor(const TfLiteNode* node, int index);
  virtual void DeallocateTempTfLiteTensor(TfLiteTensor* tensor) = 0;

  // Prepare: memory that lives until Prepare returns.
  virtual uint8_t* AllocateTempBuffer(size_t size, size_t alignment) = 0;
  virtual void DeallocateTempBuffer(uint8_t* buffer) = 0;

  virtual TfLiteEvalTensor* GetEvalTensor(int tensor_index) = 0;

  // A pointer of the application's that its custom operators can fetch. It can be set once.
  virtual TfLiteStatus set_external_context(void* external_context_payload) = 0;
  virtual void* external_context() = 0;

  virtual MicroGraph& graph() = 0;

  // Ours: the kernel that Prepare chose for the node, for reports. `name` must outlive the interpreter.
  virtual void SetKernelName(const TfLiteNode* /*node*/, const char* /*name*/) {}

 private:
  TF_LITE_REMOVE_VIRTUAL_DELETE
};

inline MicroContext* GetMicroContext(const TfLiteContext* context) {
  return reinterpret_cast<MicroContext*>(context->impl_);
}

// The TfLiteContext's functions, as calls of its MicroContext.
void* MicroContextAllocatePersistentBuffer(TfLiteContext* context, size_t bytes);
TfLiteStatus MicroContextRequestScratchBufferInArena(TfLiteContext* context, size_t bytes, int* buffer_index);
void* MicroContextGetScratchBuffer(TfLiteContext* context, int buffer_index);
TfLiteTensor* MicroContextGetTensor(const TfLiteContext* context, int tensor_index);
TfLiteEvalTensor* MicroContextGetEvalTensor(const TfLiteContext* context, int tensor_index);
TfLiteExternalContext* MicroContextGetExternalContext(TfLiteContext* context, TfLiteExternalContextType type);
void MicroContextReportOpError(TfLiteContext* context, const char* format, ...);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_CONTEXT_H_
