// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_KERNEL_UTIL_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_KERNEL_UTIL_H_

#include <cstdint>

#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/kernels/internal/types.h"
#include "tensorflow/lite/micro/kernels/kernel_name.h"
#include "tensorflow/lite/micro/micro_context.h"

// What the interpreter settles before and around a kernel, so that kernels need not:
//
// - A float16 constant that reaches CONV_2D, DEPTHWISE_CONV_2D or FULLY_CONNECTED (input 1 or 2) through a
// DEQUANTIZE arrives as the
//   float16 tensor itself: both its TfLiteTensor and its TfLiteEvalTensor have type kTfLiteFloat16 and point
//   into the model. This happens when all consumers of that DEQUANTIZE are such inputs; the node then is not
//   prepared or run and is reported as "folded_float16". A kernel with float16 inputs of other kinds sees an
//   ordinary DEQUANTIZE output, float32 in the arena.
// - With USE_CMSIS_NN=1 a RESHAPE, SQUEEZE or EXPAND_DIMS of an activation shares its input's memory, and is
// prepared but not run
// ("reshape_in_place");
//   with reference kernels it copies. A fast RESHAPE kernel is still run when the input is a constant or a
//   variable.
// - A kernel asks for at most one scratch buffer, and allocates in Prepare or Init only what op_data.h
// states; what it does with
//   persistent and scratch bytes must stand in tools/layerscope/models/arena.py too.
// - Tensor indices, constant sizes and quantisation array lengths have been verified. Ranks, types, shapes
// against each other,
//   option values and the number of inputs and outputs are the kernel's to check, in Prepare.

namespace tflite {
namespace micro {

TFLMRegistration RegisterOp(void* (*init)(TfLiteContext* context, const char* buffer, size_t length),
                            TfLiteStatus (*prepare)(TfLiteContext* context, TfLiteNode* node),
                            TfLiteStatus (*invoke)(TfLiteContext* context, TfLiteNode* node),
                            void (*free)(TfLiteContext* context, void* buffer) = nullptr,
                            void (*reset)(TfLiteContext* context, void* buffer) = nullptr);

TFLMInferenceRegistration RegisterOp(TfLiteStatus (*invoke)(TfLiteContext* context, TfLiteNode* node),
                                     void (*reset)(TfLiteContext* context, void* buffer) = nullptr);

// Null for an input that the model leaves out, or that the node does not have.
TfLiteEvalTensor* GetMutableEvalInput(const TfLiteContext* context, const TfLiteNode* node, int index);
const TfLiteEvalTensor* GetEvalInput(const TfLiteContext* context, const TfLiteNode* node, int index);
TfLiteEvalTensor* GetEvalOutput(const TfLiteContext* context, const TfLiteNode* node, int index);

template <typename T>
T* GetTensorData(TfLiteEvalTensor* tensor) {
  return reinterpret_cast<T*>(tensor->data.raw);
}

template <typename T>
const T* GetTensorData(const TfLiteEvalTensor* tensor) {
  return reinterpret_cast<const T*>(tensor->data.raw);
}

// Null for a tensor that is left out.
template <typename T>
const T* GetOptionalTensorData(const TfLiteEvalTensor* tensor) {
  return tensor == nullptr ? nullptr : GetTensorData<T>(tensor);
}

// An empty shape for a tensor that is left out.
const RuntimeShape GetTensorShape(const TfLiteEvalTensor* tensor);

bool HaveSameShapes(const TfLiteEvalTensor* input1, const TfLiteEvalTensor* input2);

// Prepare: gives a tensor whose shape lies in the model a copy of it in the arena, to be written to.
TfLiteStatus CreateWritableTensorDimsWithCopy(TfLiteContext* context, TfLiteTensor* tensor,
                                              TfLiteEvalTensor* eval_tensor);

// kTfLitePaddingSame and kTfLitePaddingValid as the type of kernels/internal/types.h.
PaddingType RuntimePaddingType(TfLitePadding padding);

// For operators that hand tensors on. Each copies the bytes of tensors in their order; types and sizes must
// agree.
TfLiteStatus CopyOpInputsToOpOutputs(TfLiteContext* context, TfLiteNode* node);
// The node's inputs from number `first_tensor_idx` on, to the inputs of a subgraph.
TfLiteStatus CopyOpInputsToSubgraphInputs(TfLiteContext* context, TfLiteNode* node, MicroGraph* graph_info,
                                          int subgraph_idx, int first_tensor_idx);
TfLiteStatus CopyOpOutputsToSubgraphInputs(TfLiteContext* context, TfLiteNode* node, MicroGraph* graph_info,
                                           int subgraph_idx);
TfLiteStatus CopySubgraphOutputsToOpOutputs(TfLiteContext* context, TfLiteNode* node, MicroGraph* graph_info,
                                            int subgraph_idx);

// An int4 tensor as int8, unpacked into the scratch buffer, which holds an element a byte; another tensor, or
// any when the index is -1, as it is.
TfLiteEvalTensor MakeUnpackedInt4Tensor(TfLiteContext* context, int scratch_buffer_index,
                                        const TfLiteEvalTensor* tensor);

}  // namespace micro
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_KERNEL_UTIL_H_
