// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_CONV_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_CONV_H_

#include "tensorflow/lite/micro/kernels/internal/conv_parse.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {

// One form each, and no code of the others: for AddX() of an application that knows its model. In
// micro_ops.h, Register_CONV_2D() has them all.
TFLMRegistration Register_CONV_2D_FLOAT32();
TFLMRegistration Register_CONV_2D_FLOAT16();  // float32 activations, float16 weights
TFLMRegistration Register_CONV_2D_INT8();
TFLMRegistration Register_CONV_2D_INT8_GROUPED();  // the same, and a fast kernel for several groups
TFLMRegistration Register_CONV_2D_INT16();         // int16 activations, int8 weights
TFLMRegistration Register_CONV_2D_INT4();          // int8 activations, int4 weights
TFLMRegistration Register_CONV_2D_HYBRID();        // float32 activations, int8 weights

extern const ConvForm kConvFloat32;
extern const ConvForm kConvFloat16;
extern const ConvForm kConvInt8;
extern const ConvForm kConvInt16;
extern const ConvForm kConvInt4;
// Needs one batch of the input as int8 at `scratch`.
extern const ConvForm kConvHybrid;

// Allocates the node's ConvOpData.
void* ConvInit(TfLiteContext* context, const char* buffer, size_t length);

// Tells the node's form.
TfLiteStatus ConvFormOf(TfLiteContext* context, const TfLiteNode* node, KernelForm* form);

// Checks the node, which must be of this form, and fills its ConvOpData, all but `scratch` (left -1).
TfLiteStatus ConvParse(TfLiteContext* context, TfLiteNode* node, const ConvForm& form);

// ConvParse, the scratch of the reference kernel, and its name.
TfLiteStatus ConvPrepare(TfLiteContext* context, TfLiteNode* node, const ConvForm& form);

// Shapes and window of a node that ConvParse accepted.
ConvGeometry GetConvGeometry(const TfLiteContext* context, const TfLiteNode* node);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_CONV_H_
