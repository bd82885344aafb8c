// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_FULLY_CONNECTED_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_FULLY_CONNECTED_H_

#include "tensorflow/lite/micro/kernels/internal/weighted_layer.h"
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

using FullyConnectedForm = WeightedForm<FullyConnectedOpData>;

// One form each, and no code of the others: for AddFullyConnected() of an application that knows its model.
// In micro_ops.h, Register_FULLY_CONNECTED() has them all.
TFLMRegistration Register_FULLY_CONNECTED_FLOAT32();
TFLMRegistration Register_FULLY_CONNECTED_FLOAT16();  // float32 activations, float16 weights
TFLMRegistration Register_FULLY_CONNECTED_INT8();
TFLMRegistration Register_FULLY_CONNECTED_HYBRID();  // float32 activations, int8 weights

extern const FullyConnectedForm kFullyConnectedFloat32;
extern const FullyConnectedForm kFullyConnectedFloat16;
extern const FullyConnectedForm kFullyConnectedInt8;
// Needs one row of the input as int8 at `scratch`.
extern const FullyConnectedForm kFullyConnectedHybrid;

// Allocates the node's FullyConnectedOpData.
void* FullyConnectedInit(TfLiteContext* context, const char* buffer, size_t length);

// Tells the node's form.
TfLiteStatus FullyConnectedFormOf(TfLiteContext* context, const TfLiteNode* node, KernelForm* form);

// Checks the node, which must be of this form, and fills its FullyConnectedOpData, all but `scratch` (left
// -1).
TfLiteStatus FullyConnectedParse(TfLiteContext* context, TfLiteNode* node, const FullyConnectedForm& form);

// The scratch of the reference kernel, and its name, of a node that FullyConnectedParse accepted.
TfLiteStatus FullyConnectedPrepareReference(TfLiteContext* context, TfLiteNode* node,
                                            const FullyConnectedForm& form);

// Sizes of a node that FullyConnectedParse accepted.
FullyConnectedGeometry GetFullyConnectedGeometry(const TfLiteContext* context, const TfLiteNode* node);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_FULLY_CONNECTED_H_
