// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/conv_parse.h"

#include "tensorflow/lite/micro/kernels/internal/element_count.h"

namespace tflite {
namespace {

TfLiteStatus CheckShapes(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                         const ConvOptions& options, int channel_axis, ConvOpData* data) {
  TF_LITE_ENSURE_MSG(
      context, layer.input->dims->size == 4 && layer.filter->dims->size == 4 && layer.output->dims->size == 4,
      "%s needs input, filter and output of rank 4; they have %d, %d and %d.", op, layer.input->dims->size,
      layer.filter->dims->size, layer.output->dims->size);
  const int* const input = layer.input->dims->data;
  const int* const filter = layer.filter->dims->data;
  const int* const output = layer.output->dims->data;
  TF_LITE_ENSURE_MSG(context,
                     options.stride_height > 0 && options.stride_width > 0 && options.dilation_height > 0 &&
                         options.dilation_width > 0 && filter[1] > 0 && filter[2] > 0,
                     "%s has a stride, dilation or filter size below 1; convert the model again.", op);
  const Extent rows =
      WindowExtent(options.padding, input[1], filter[1], options.stride_height, options.dilation_height);
  const Extent columns =
      WindowExtent(options.padding, input[2], filter[2], options.stride_width, options.dilation_width);
  TF_LITE_ENSURE_MSG(context,
                     output[0] == input[0] && output[1] == rows.output && output[2] == columns.output &&
                         output[3] == filter[channel_axis],
                     "%s has an output of %dx%dx%dx%d where its input and options give %dx%dx%dx%d.", op,
                     output[0], output[1], output[2], output[3], input[0], static_cast<int>(rows.output),
                     static_cast<int>(columns.output), filter[channel_axis]);
  TF_LITE_ENSURE_MSG(context, !layer.bias || CountElements(layer.bias->dims) == output[3],
                     "%s needs a bias of %d elements.", op, output[3]);
  TF_LITE_ENSURE_MSG(context, rows.padding <= INT16_MAX && columns.padding <= INT16_MAX,
                     "%s has more than 32767 rows or columns of padding.", op);
  data->padding_height = static_cast<int16_t>(rows.padding);
  data->padding_width = static_cast<int16_t>(columns.padding);
  return kTfLiteOk;
}

}  // namespace

TfLiteStatus QuantizeConvInt8(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                              TfLiteFusedActivation activation, int channel_axis, ConvOpData* data) {
  const int channels = layer.output->dims->data[3];
  const TfLiteFloatArray* scales = FilterScales(context, op, *layer.filter, channel_axis, channels, false);
  if (scales == nullptr) return kTfLiteError;
  data->input_zero_point = static_cast<int16_t>(layer.input->params.zero_point);
  data->output_zero_point = static_cast<int8_t>(layer.output->params.zero_point);
  int32_t min = 0;
  int32_t max = 0;
  QuantizedActivationRange(activation, *layer.output, &min, &max);
  data->activation_min = static_cast<int16_t>(min);
  data->activation_max = static_cast<int16_t>(max);
  return AllocateChannelMultipliers(context, op, layer, *scales, channels, &data->multiplier, &data->shift);
}

TfLiteStatus QuantizeConvInt16(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                               TfLiteFusedActivation activation, int channel_axis, ConvOpData* data) {
  TF_LITE_ENSURE_STATUS(CheckSymmetricInt16(context, op, layer));
  return QuantizeConvInt8(context, op, layer, activation, channel_axis, data);
}

TfLiteStatus QuantizeConvHybrid(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                                TfLiteFusedActivation /*activation*/, int channel_axis, ConvOpData* data) {
  const int channels = layer.output->dims->data[3];
  const TfLiteFloatArray* scales = FilterScales(context, op, *layer.filter, channel_axis, channels, false);
  if (scales == nullptr) return kTfLiteError;
  data->filter_scale = scales->data;
  data->filter_scale_step = ScalesDiffer(*scales) ? 1 : 0;
  return kTfLiteOk;
}

TfLiteStatus ParseConv(TfLiteContext* context, const char* op, const TfLiteNode* node,
                       const ConvOptions& options, int channel_axis, const ConvForm& form, ConvOpData* data) {
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.", op);
  *data = ConvOpData{};
  data->scratch = -1;
  const WeightedLayer layer(context, node);
  TF_LITE_ENSURE_STATUS(DetermineForm(context, op, node, layer, options.activation, &data->form));
  TF_LITE_ENSURE_STATUS(EnsureForm(context, op, data->form, form.form));
  TF_LITE_ENSURE_STATUS(CheckShapes(context, op, layer, options, channel_axis, data));
  return form.quantize == nullptr ? kTfLiteOk
                                  : form.quantize(context, op, layer, options.activation, channel_axis, data);
}

TfLiteStatus RequestQuantizedBatch(TfLiteContext* context, const TfLiteNode* node, ConvOpData* data) {
  if (data->form != KernelForm::kHybrid) {
    return kTfLiteOk;
  }
  const TempTensor input = TempTensor::Input(context, node, 0);
  const size_t bytes = static_cast<size_t>(FeatureMapOf(input->dims).batch_size());
  int index = -1;
  TF_LITE_ENSURE_STATUS(context->RequestScratchBufferInArena(context, bytes, &index));
  data->scratch = index;
  return kTfLiteOk;
}

Window WindowOf(const TfLiteEvalTensor& filter, const ConvOptions& options, const ConvOpData& data) {
  return {filter.dims->data[1],    filter.dims->data[2],   options.stride_height, options.stride_width,
          options.dilation_height, options.dilation_width, data.padding_height,   data.padding_width};
}

reference::FloatOutput FloatOutputOf(const TfLiteEvalTensor* bias, TfLiteFusedActivation activation) {
  return {{micro::GetOptionalTensorData<void>(bias), bias != nullptr && bias->type == kTfLiteFloat16},
          ActivationRange(activation)};
}

reference::Int8Output Int8OutputOf(const TfLiteEvalTensor* bias, const ConvOpData& data) {
  return {micro::GetOptionalTensorData<int32_t>(bias),
          data.multiplier,
          data.shift,
          1,
          data.output_zero_point,
          data.activation_min,
          data.activation_max};
}

reference::Int16Output Int16OutputOf(const TfLiteEvalTensor* bias, const ConvOpData& data) {
  return {micro::GetOptionalTensorData<void>(bias),
          bias != nullptr && bias->type == kTfLiteInt32,
          data.multiplier,
          data.shift,
          1,
          data.activation_min,
          data.activation_max};
}

}  // namespace tflite
