// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_FULLY_CONNECTED_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_FULLY_CONNECTED_H_

#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/op_data.h"

namespace tflite {

// Input [batches, depth] (any rank), filter [channels, depth], output [batches, channels].
struct FullyConnectedGeometry {
  int32_t batches;
  int32_t channels;
  int32_t depth;
};

// Allocates the node's FullyConnectedOpData.
void* FullyConnectedInit(TfLiteContext* context, const char* buffer, size_t length);

// Checks the node and fills its FullyConnectedOpData, all but `scratch` (left -1). For kernels that ask for
// scratch of their own.
TfLiteStatus FullyConnectedParse(TfLiteContext* context, TfLiteNode* node);

// FullyConnectedParse, the scratch of the reference kernel, and its name.
TfLiteStatus FullyConnectedPrepare(TfLiteContext* context, TfLiteNode* node);

// Sizes of a node that FullyConnectedParse accepted.
FullyConnectedGeometry GetFullyConnectedGeometry(const TfLiteContext* context, const TfLiteNode* node);

// The reference kernel, for any form. Hybrid needs one row of the input as int8 at `scratch`.
TfLiteStatus FullyConnectedReference(TfLiteContext* context, TfLiteNode* node);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_FULLY_CONNECTED_H_
