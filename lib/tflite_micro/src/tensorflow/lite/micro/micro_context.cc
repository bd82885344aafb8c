// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_context.h"

#include <cstdarg>

#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {
namespace {

int TensorIndex(const TfLiteIntArray* indices, int index) {
  return indices == nullptr || index < 0 || index >= indices->size ? kTfLiteOptionalTensor
                                                                   : indices->data[index];
}

}  // namespace

TfLiteTensor* MicroContext::AllocateTempInputTensor(const TfLiteNode* node, int index) {
  const int tensor_index = TensorIndex(node->inputs, index);
  return tensor_index < 0 ? nullptr : AllocateTempTfLiteTensor(tensor_index);
}

TfLiteTensor* MicroContext::AllocateTempOutputTensor(const TfLiteNode* node, int index) {
  const int tensor_index = TensorIndex(node->outputs, index);
  return tensor_index < 0 ? nullptr : AllocateTempTfLiteTensor(tensor_index);
}

TfLiteTensor* MicroContext::AllocateTempIntermediateTensor(const TfLiteNode* node, int index) {
  const int tensor_index = TensorIndex(node->intermediates, index);
  return tensor_index < 0 ? nullptr : AllocateTempTfLiteTensor(tensor_index);
}

void* MicroContextAllocatePersistentBuffer(TfLiteContext* context, size_t bytes) {
  return GetMicroContext(context)->AllocatePersistentBuffer(bytes);
}

TfLiteStatus MicroContextRequestScratchBufferInArena(TfLiteContext* context, size_t bytes,
                                                     int* buffer_index) {
  return GetMicroContext(context)->RequestScratchBufferInArena(bytes, buffer_index);
}

void* MicroContextGetScratchBuffer(TfLiteContext* context, int buffer_index) {
  return GetMicroContext(context)->GetScratchBuffer(buffer_index);
}

TfLiteTensor* MicroContextGetTensor(const TfLiteContext* context, int tensor_index) {
  return GetMicroContext(context)->AllocateTempTfLiteTensor(tensor_index);
}

TfLiteEvalTensor* MicroContextGetEvalTensor(const TfLiteContext* context, int tensor_index) {
  return GetMicroContext(context)->GetEvalTensor(tensor_index);
}

TfLiteExternalContext* MicroContextGetExternalContext(TfLiteContext* context, TfLiteExternalContextType) {
  return reinterpret_cast<TfLiteExternalContext*>(GetMicroContext(context)->external_context());
}

void MicroContextReportOpError(TfLiteContext*, const char* format, ...) {
  va_list args;
  va_start(args, format);
  VMicroPrintf(format, args);
  va_end(args);
}

}  // namespace tflite
