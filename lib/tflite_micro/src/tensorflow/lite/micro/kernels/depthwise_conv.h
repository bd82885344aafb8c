// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_DEPTHWISE_CONV_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_DEPTHWISE_CONV_H_

#include "tensorflow/lite/micro/kernels/internal/geometry.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/op_data.h"

namespace tflite {

// Allocates the node's ConvOpData.
void* DepthwiseConvInit(TfLiteContext* context, const char* buffer, size_t length);

// Checks the node and fills its ConvOpData, all but `scratch` (left -1). For kernels that ask for scratch of
// their own.
TfLiteStatus DepthwiseConvParse(TfLiteContext* context, TfLiteNode* node);

// DepthwiseConvParse, the scratch of the reference kernel, and its name.
TfLiteStatus DepthwiseConvPrepare(TfLiteContext* context, TfLiteNode* node);

// Shapes and window of a node that DepthwiseConvParse accepted.
ConvGeometry GetDepthwiseConvGeometry(const TfLiteContext* context, const TfLiteNode* node);

// The reference kernel, for any form. Hybrid needs one batch of the input as int8 at `scratch`.
TfLiteStatus DepthwiseConvReference(TfLiteContext* context, TfLiteNode* node);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_DEPTHWISE_CONV_H_
