// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/kernel_util.h"

#include <cstring>

namespace tflite {
namespace micro {
namespace {

TfLiteEvalTensor* EvalTensor(const TfLiteContext* context, const TfLiteIntArray* indices, int index) {
  if (indices == nullptr || index < 0 || index >= indices->size) return nullptr;
  const int tensor_index = indices->data[index];
  return tensor_index < 0 ? nullptr : context->GetEvalTensor(context, tensor_index);
}

}  // namespace

TFLMRegistration RegisterOp(void* (*init)(TfLiteContext* context, const char* buffer, size_t length),
                            TfLiteStatus (*prepare)(TfLiteContext* context, TfLiteNode* node),
                            TfLiteStatus (*invoke)(TfLiteContext* context, TfLiteNode* node),
                            void (*free)(TfLiteContext* context, void* buffer),
                            void (*reset)(TfLiteContext* context, void* buffer)) {
  return {init, free, prepare, invoke, reset, 0, nullptr};
}

TFLMInferenceRegistration RegisterOp(TfLiteStatus (*invoke)(TfLiteContext* context, TfLiteNode* node),
                                     void (*reset)(TfLiteContext* context, void* buffer)) {
  return {invoke, reset};
}

TfLiteEvalTensor* GetMutableEvalInput(const TfLiteContext* context, const TfLiteNode* node, int index) {
  return EvalTensor(context, node->inputs, index);
}

const TfLiteEvalTensor* GetEvalInput(const TfLiteContext* context, const TfLiteNode* node, int index) {
  return EvalTensor(context, node->inputs, index);
}

TfLiteEvalTensor* GetEvalOutput(const TfLiteContext* context, const TfLiteNode* node, int index) {
  return EvalTensor(context, node->outputs, index);
}

const RuntimeShape GetTensorShape(const TfLiteEvalTensor* tensor) {
  if (tensor == nullptr || tensor->dims == nullptr) return RuntimeShape();
  return RuntimeShape(tensor->dims->size, reinterpret_cast<const int32_t*>(tensor->dims->data));
}

bool HaveSameShapes(const TfLiteEvalTensor* input1, const TfLiteEvalTensor* input2) {
  return TfLiteIntArrayEqual(input1->dims, input2->dims) != 0;
}

TfLiteStatus CreateWritableTensorDimsWithCopy(TfLiteContext* context, TfLiteTensor* tensor,
                                              TfLiteEvalTensor* eval_tensor) {
  const size_t bytes = TfLiteIntArrayGetSizeInBytes(tensor->dims->size);
  void* copy = context->AllocatePersistentBuffer(context, bytes);
  TF_LITE_ENSURE(context, copy != nullptr);
  memcpy(copy, tensor->dims, bytes);
  tensor->dims = static_cast<TfLiteIntArray*>(copy);
  eval_tensor->dims = tensor->dims;
  return kTfLiteOk;
}

}  // namespace micro
}  // namespace tflite
