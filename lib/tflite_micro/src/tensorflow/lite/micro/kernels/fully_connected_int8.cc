// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/fully_connected.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/reference/fully_connected.h"

namespace tflite {

TfLiteStatus QuantizeFullyConnectedFilter(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                                          int channel_axis, bool zero_point_allowed,
                                          FullyConnectedOpData* data) {
  const TfLiteFloatArray* scales =
      FilterScales(context, op, *layer.filter, channel_axis, layer.filter->dims->data[0], zero_point_allowed);
  if (scales == nullptr) return kTfLiteError;
  if (scales->size > 1) {
    return AllocateChannelMultipliers(context, op, layer, *scales, scales->size, &data->channel_multiplier,
                                      &data->channel_shift);
  }
  data->filter_zero_point = static_cast<int8_t>(layer.filter->params.zero_point);
  MultiplierOfScales(layer.input->params.scale, scales->data[0], layer.output->params.scale,
                     &data->multiplier, &data->shift);
  return kTfLiteOk;
}

TfLiteStatus QuantizeFullyConnectedInt8(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                                        TfLiteFusedActivation activation, int channel_axis,
                                        FullyConnectedOpData* data) {
  data->input_zero_point = static_cast<int8_t>(layer.input->params.zero_point);
  data->output_zero_point = static_cast<int8_t>(layer.output->params.zero_point);
  int32_t min = 0;
  int32_t max = 0;
  QuantizedActivationRange(activation, *layer.output, &min, &max);
  data->activation_min = static_cast<int8_t>(min);
  data->activation_max = static_cast<int8_t>(max);
  return QuantizeFullyConnectedFilter(context, op, layer, channel_axis, true, data);
}

reference::Int8Output FullyConnectedInt8OutputOf(const TfLiteEvalTensor* bias,
                                                 const FullyConnectedOpData& data) {
  const bool per_channel = data.channel_multiplier != nullptr;
  return {micro::GetOptionalTensorData<int32_t>(bias),
          per_channel ? data.channel_multiplier : &data.multiplier,
          per_channel ? data.channel_shift : &data.shift,
          per_channel ? 1 : 0,
          data.output_zero_point,
          data.activation_min,
          data.activation_max};
}

namespace {

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const FullyConnectedOpData*>(node->user_data);
  const FullyConnectedGeometry geometry = GetFullyConnectedGeometry(context, node);
  reference::FullyConnected(geometry.batches, geometry.channels, geometry.depth,
                            reference::Int8Product{data.input_zero_point, data.filter_zero_point},
                            FullyConnectedInt8OutputOf(micro::GetEvalInput(context, node, 2), data),
                            micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, 0)),
                            micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, 1)),
                            micro::GetTensorData<int8_t>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

}  // namespace

const FullyConnectedForm kFullyConnectedInt8 = {KernelForm::kInt8, "reference_fully_connected_s8",
                                                QuantizeFullyConnectedInt8, Invoke};

}  // namespace tflite
