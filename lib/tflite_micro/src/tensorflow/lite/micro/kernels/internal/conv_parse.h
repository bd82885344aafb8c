// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_CONV_PARSE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_CONV_PARSE_H_

#include "tensorflow/lite/micro/kernels/internal/geometry.h"
#include "tensorflow/lite/micro/kernels/internal/reference/product.h"
#include "tensorflow/lite/micro/kernels/internal/weighted_layer.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"

// What CONV_2D and DEPTHWISE_CONV_2D share beyond WeightedLayer.

namespace tflite {

// Of a convolution's options, those that both operators have.
struct ConvOptions {
  TfLitePadding padding;
  int stride_height;
  int stride_width;
  int dilation_height;
  int dilation_width;
  TfLiteFusedActivation activation;
};

using ConvForm = WeightedForm<ConvOpData>;

// The `quantize` of int8 and int4: multipliers and shifts per channel, zero points and the activation's
// range.
TfLiteStatus QuantizeConvInt8(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                              TfLiteFusedActivation activation, int channel_axis, ConvOpData* data);
// The `quantize` of int16: the same, of zero points that must be 0.
TfLiteStatus QuantizeConvInt16(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                               TfLiteFusedActivation activation, int channel_axis, ConvOpData* data);
// The `quantize` of hybrid: the filter's scales.
TfLiteStatus QuantizeConvHybrid(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                                TfLiteFusedActivation activation, int channel_axis, ConvOpData* data);

// Checks that the node is of form `form` and its shapes (input and output NHWC, filter OHWI or 1HWO with O
// along `channel_axis`), and fills `data`, all but `scratch`.
TfLiteStatus ParseConv(TfLiteContext* context, const char* op, const TfLiteNode* node,
                       const ConvOptions& options, int channel_axis, const ConvForm& form, ConvOpData* data);

// For a hybrid node: one batch of the input, as int8.
TfLiteStatus RequestQuantizedBatch(TfLiteContext* context, const TfLiteNode* node, ConvOpData* data);

Window WindowOf(const TfLiteEvalTensor& filter, const ConvOptions& options, const ConvOpData& data);

reference::FloatOutput FloatOutputOf(const TfLiteEvalTensor* bias, TfLiteFusedActivation activation);

reference::Int8Output Int8OutputOf(const TfLiteEvalTensor* bias, const ConvOpData& data);

reference::Int16Output Int16OutputOf(const TfLiteEvalTensor* bias, const ConvOpData& data);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_CONV_PARSE_H_
