// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_SOFTMAX_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_SOFTMAX_H_

#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/op_data.h"

namespace tflite {

// Allocates the node's SoftmaxOpData.
void* SoftmaxInit(TfLiteContext* context, const char* buffer, size_t length);

// One type each, and no code of the others: for AddSoftmax() of an application that knows its model. In
// micro_ops.h, Register_SOFTMAX() has all.
TFLMRegistration Register_SOFTMAX_FLOAT32();
TFLMRegistration Register_SOFTMAX_INT8();
TFLMRegistration Register_SOFTMAX_INT8_INT16();  // int8 to int16
TFLMRegistration Register_SOFTMAX_INT16();

// Checks a node of that type, fills its SoftmaxOpData and states the reference kernel's name.
TfLiteStatus SoftmaxPrepareFloat32(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus SoftmaxPrepareInt8(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus SoftmaxPrepareInt8ToInt16(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus SoftmaxPrepareInt16(TfLiteContext* context, TfLiteNode* node);

// The reference kernels.
TfLiteStatus SoftmaxReferenceFloat32(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus SoftmaxReferenceInt8(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus SoftmaxReferenceInt8ToInt16(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus SoftmaxReferenceInt16(TfLiteContext* context, TfLiteNode* node);

struct SoftmaxForm {
  TfLiteType input;
  TfLiteType output;
  TfLiteStatus (*prepare)(TfLiteContext* context, TfLiteNode* node);
  TfLiteStatus (*invoke)(TfLiteContext* context, TfLiteNode* node);
};

// Of the forms, the one for the node's types; for a node of no form the first, which refuses it.
const SoftmaxForm& SoftmaxFormOf(const TfLiteContext* context, const TfLiteNode* node,
                                 const SoftmaxForm* forms, int count);

// A node's elements as rows of the axis that is normalised.
struct SoftmaxShape {
  int32_t rows;
  int32_t depth;
};
SoftmaxShape GetSoftmaxShape(const TfLiteEvalTensor& input);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_SOFTMAX_H_
