// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/depthwise_conv.h"
#include "tensorflow/lite/micro/kernels/internal/reference/depthwise_conv.h"

namespace tflite {
namespace {

// Upstream reads any bias of this form as int64, beyond the end of one that is int32.
TfLiteStatus Quantize(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                      TfLiteFusedActivation activation, int channel_axis, ConvOpData* data) {
  TF_LITE_ENSURE_MSG(context, !layer.bias || layer.bias->type == kTfLiteInt64,
                     "%s on int16 has a bias of type %s; it must be INT64.", op,
                     TfLiteTypeGetName(layer.bias->type));
  return QuantizeConvInt16(context, op, layer, activation, channel_axis, data);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const ConvOpData*>(node->user_data);
  const ConvGeometry geometry = GetDepthwiseConvGeometry(context, node);
  reference::DepthwiseConv(geometry, geometry.input.batches, reference::Int16Product{},
                           Int16OutputOf(micro::GetEvalInput(context, node, 2), data),
                           micro::GetTensorData<int16_t>(micro::GetEvalInput(context, node, 0)),
                           micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, 1)),
                           micro::GetTensorData<int16_t>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

}  // namespace

const ConvForm kDepthwiseConvInt16 = {KernelForm::kInt16, "reference_depthwise_conv_s16", Quantize, Invoke};

}  // namespace tflite
