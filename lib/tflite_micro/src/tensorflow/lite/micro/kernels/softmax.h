// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_SOFTMAX_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_SOFTMAX_H_

#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/op_data.h"

namespace tflite {

// Allocates the node's SoftmaxOpData.
void* SoftmaxInit(TfLiteContext* context, const char* buffer, size_t length);

// One type each, and no code of the other: for AddSoftmax() of an application that knows its model. In
// micro_ops.h, Register_SOFTMAX() has both.
TFLMRegistration Register_SOFTMAX_FLOAT32();
TFLMRegistration Register_SOFTMAX_INT8();

// Checks a node of that type, fills its SoftmaxOpData and states the reference kernel's name.
TfLiteStatus SoftmaxPrepareFloat32(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus SoftmaxPrepareInt8(TfLiteContext* context, TfLiteNode* node);

// The reference kernels.
TfLiteStatus SoftmaxReferenceFloat32(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus SoftmaxReferenceInt8(TfLiteContext* context, TfLiteNode* node);

bool IsInt8Softmax(const TfLiteContext* context, const TfLiteNode* node);

// A node's elements as rows of the axis that is normalised.
struct SoftmaxShape {
  int32_t rows;
  int32_t depth;
};
SoftmaxShape GetSoftmaxShape(const TfLiteEvalTensor& input);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_SOFTMAX_H_
