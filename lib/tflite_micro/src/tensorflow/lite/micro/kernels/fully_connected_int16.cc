// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/fully_connected.h"
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/reference/fully_connected.h"

namespace tflite {
namespace {

TfLiteStatus Quantize(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                      TfLiteFusedActivation activation, int channel_axis, FullyConnectedOpData* data) {
  TF_LITE_ENSURE_STATUS(CheckSymmetricInt16(context, op, layer));
  int32_t min = 0;
  int32_t max = 0;
  QuantizedActivationRange(activation, *layer.output, &min, &max);
  data->activation16 = {static_cast<int16_t>(min), static_cast<int16_t>(max)};
  return QuantizeFullyConnectedFilter(context, op, layer, channel_axis, false, data);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const FullyConnectedOpData*>(node->user_data);
  const FullyConnectedGeometry geometry = GetFullyConnectedGeometry(context, node);
  const TfLiteEvalTensor* bias = micro::GetEvalInput(context, node, 2);
  const bool per_channel = data.channel_multiplier != nullptr;
  const reference::Int16Output finish = {micro::GetOptionalTensorData<void>(bias),
                                         bias != nullptr && bias->type == kTfLiteInt32,
                                         per_channel ? data.channel_multiplier : &data.multiplier,
                                         per_channel ? data.channel_shift : &data.shift,
                                         per_channel ? 1 : 0,
                                         data.activation16.min,
                                         data.activation16.max};
  reference::FullyConnected(geometry.batches, geometry.channels, geometry.depth, reference::Int16Product{},
                            finish, micro::GetTensorData<int16_t>(micro::GetEvalInput(context, node, 0)),
                            micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, 1)),
                            micro::GetTensorData<int16_t>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

}  // namespace

const FullyConnectedForm kFullyConnectedInt16 = {KernelForm::kInt16, "reference_fully_connected_s16",
                                                 Quantize, Invoke};

}  // namespace tflite
