// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_FULLY_CONNECTED_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_FULLY_CONNECTED_H_

#include "tensorflow/lite/micro/kernels/internal/reference/product.h"
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
TFLMRegistration Register_FULLY_CONNECTED_INT16();   // int16 activations, int8 weights
TFLMRegistration Register_FULLY_CONNECTED_INT4();    // int8 activations, int4 weights
TFLMRegistration Register_FULLY_CONNECTED_HYBRID();  // float32 activations, int8 weights

extern const FullyConnectedForm kFullyConnectedFloat32;
extern const FullyConnectedForm kFullyConnectedFloat16;
extern const FullyConnectedForm kFullyConnectedInt8;
extern const FullyConnectedForm kFullyConnectedInt16;
extern const FullyConnectedForm kFullyConnectedInt4;
// Needs one row of the input as int8 at `scratch`.
extern const FullyConnectedForm kFullyConnectedHybrid;

// The parts of a `quantize`: int8's whole, for int4 too, and the multipliers alone.
TfLiteStatus QuantizeFullyConnectedInt8(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                                        TfLiteFusedActivation activation, int channel_axis,
                                        FullyConnectedOpData* data);
TfLiteStatus QuantizeFullyConnectedFilter(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                                          int channel_axis, bool zero_point_allowed,
                                          FullyConnectedOpData* data);

// How int8 sums become outputs.
reference::Int8Output FullyConnectedInt8OutputOf(const TfLiteEvalTensor* bias,
                                                 const FullyConnectedOpData& data);

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
