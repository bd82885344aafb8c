// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_POOLING_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_POOLING_H_

#include "tensorflow/lite/micro/kernels/internal/geometry.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/op_data.h"

namespace tflite {

// Allocates the node's PoolOpData.
void* PoolInit(TfLiteContext* context, const char* buffer, size_t length);

// Checks the node and fills its PoolOpData, all but `scratch` (left -1). `op` is the operator's name, for
// messages.
TfLiteStatus PoolParse(TfLiteContext* context, TfLiteNode* node, const char* op);

// PoolParse and the reference kernel's name.
TfLiteStatus MaxPoolPrepare(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus AveragePoolPrepare(TfLiteContext* context, TfLiteNode* node);

// The window of a node that PoolParse accepted; its dilation is 1.
Window GetPoolWindow(const TfLiteNode* node);

// The reference kernels, float32 and int8.
TfLiteStatus MaxPoolReference(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus AveragePoolReference(TfLiteContext* context, TfLiteNode* node);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_POOLING_H_
