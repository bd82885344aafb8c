// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/kernel_util.h"

#include <cstring>

#include "tensorflow/lite/kernels/internal/portable_tensor_utils.h"
#include "tensorflow/lite/micro/memory_helpers.h"

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

PaddingType RuntimePaddingType(TfLitePadding padding) {
  return padding == kTfLitePaddingSame    ? PaddingType::kSame
         : padding == kTfLitePaddingValid ? PaddingType::kValid
                                          : PaddingType::kNone;
}

TfLiteEvalTensor MakeUnpackedInt4Tensor(TfLiteContext* context, int scratch_buffer_index,
                                        const TfLiteEvalTensor* tensor) {
  TfLiteEvalTensor unpacked = *tensor;
  if (tensor->type != kTfLiteInt4 || scratch_buffer_index == -1) return unpacked;
  unpacked.data.data = context->GetScratchBuffer(context, scratch_buffer_index);
  unpacked.type = kTfLiteInt8;
  tensor_utils::UnpackDenseInt4IntoInt8(tensor->data.int8, GetTensorShape(tensor).FlatSize(),
                                        unpacked.data.int8);
  return unpacked;
}

}  // namespace micro
}  // namespace tflite
