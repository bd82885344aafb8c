// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_SOFTMAX_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_SOFTMAX_H_

#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/op_data.h"

namespace tflite {

// Allocates the node's SoftmaxOpData.
void* SoftmaxInit(TfLiteContext* context, const char* buffer, size_t length);

// Checks the node, fills its SoftmaxOpData and states the reference kernel's name.
TfLiteStatus SoftmaxPrepare(TfLiteContext* context, TfLiteNode* node);

// The reference kernel, float32 and int8.
TfLiteStatus SoftmaxReference(TfLiteContext* context, TfLiteNode* node);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_SOFTMAX_H_
