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

// One type each, and no code of the other: for AddMaxPool2D() and AddAveragePool2D() of an application that
// knows its model.
TFLMRegistration Register_MAX_POOL_2D_FLOAT32();
TFLMRegistration Register_MAX_POOL_2D_INT8();
TFLMRegistration Register_MAX_POOL_2D_INT16();
TFLMRegistration Register_AVERAGE_POOL_2D_FLOAT32();
TFLMRegistration Register_AVERAGE_POOL_2D_INT8();
TFLMRegistration Register_AVERAGE_POOL_2D_INT16();

// The reference kernels. Each checks that the node has its type.
struct PoolForm {
  const char* op;
  const char* name;  // of the kernel
  TfLiteType type;
  TfLiteStatus (*invoke)(TfLiteContext* context, TfLiteNode* node);
};
extern const PoolForm kMaxPoolFloat32;
extern const PoolForm kMaxPoolInt8;
extern const PoolForm kMaxPoolInt16;
extern const PoolForm kAveragePoolFloat32;
extern const PoolForm kAveragePoolInt8;
extern const PoolForm kAveragePoolInt16;

// Checks the node, fills its PoolOpData and states the kernel's name.
TfLiteStatus PoolPrepare(TfLiteContext* context, TfLiteNode* node, const PoolForm& form);

// The window of a node that PoolPrepare accepted; its dilation is 1.
Window GetPoolWindow(const TfLiteNode* node);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_POOLING_H_
