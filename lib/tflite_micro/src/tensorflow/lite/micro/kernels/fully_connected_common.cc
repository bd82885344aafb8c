// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/fully_connected.h"
#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/hybrid.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/reference/fully_connected.h"
#include "tensorflow/lite/micro/kernels/internal/weighted_layer.h"

namespace tflite {
namespace {

constexpr char kOp[] = "FULLY_CONNECTED";

const TfLiteFullyConnectedParams& ParamsOf(const TfLiteNode* node) {
  return *static_cast<const TfLiteFullyConnectedParams*>(node->builtin_data);
}

const char* ReferenceName(KernelForm form) {
  switch (form) {
    case KernelForm::kFloat32:
      return "reference_fully_connected_f32";
    case KernelForm::kInt8:
      return "reference_fully_connected_s8";
    case KernelForm::kHybrid:
      return "reference_fully_connected_hybrid";
    default:
      return "reference_fully_connected_f16w";
  }
}

TfLiteStatus CheckShapes(TfLiteContext* context, const WeightedLayer& layer) {
  const TfLiteIntArray* filter = layer.filter->dims;
  const TfLiteIntArray* output = layer.output->dims;
  TF_LITE_ENSURE_MSG(context,
                     filter->size == 2 && filter->data[0] > 0 && filter->data[1] > 0 && output->size > 0,
                     "%s needs a filter of rank 2 and an output; they have rank %d and %d.", kOp,
                     filter->size, output->size);
  const int channels = filter->data[0];
  const int depth = filter->data[1];
  const int32_t inputs = CountElements(layer.input->dims);
  TF_LITE_ENSURE_MSG(context, inputs % depth == 0 && CountElements(output) == inputs / depth * channels,
                     "%s with a filter of %dx%d cannot make %d elements from %d.", kOp, channels, depth,
                     static_cast<int>(CountElements(output)), static_cast<int>(inputs));
  TF_LITE_ENSURE_MSG(context, !layer.bias || CountElements(layer.bias->dims) == channels,
                     "%s needs a bias of %d elements.", kOp, channels);
  return kTfLiteOk;
}

TfLiteStatus ParseInt8(TfLiteContext* context, const WeightedLayer& layer, const TfLiteFloatArray& scales,
                       TfLiteFusedActivation activation, FullyConnectedOpData* data) {
  data->input_zero_point = static_cast<int8_t>(layer.input->params.zero_point);
  data->output_zero_point = static_cast<int8_t>(layer.output->params.zero_point);
  int32_t min = 0;
  int32_t max = 0;
  QuantizedActivationRange(activation, *layer.output, &min, &max);
  data->activation_min = static_cast<int8_t>(min);
  data->activation_max = static_cast<int8_t>(max);
  if (scales.size > 1) {
    return AllocateChannelMultipliers(context, kOp, layer, scales, scales.size, &data->channel_multiplier,
                                      &data->channel_shift);
  }
  data->filter_zero_point = static_cast<int8_t>(layer.filter->params.zero_point);
  const double input_scale = layer.input->params.scale;
  const double filter_scale = scales.data[0];
  QuantizeMultiplier(input_scale * filter_scale / static_cast<double>(layer.output->params.scale),
                     &data->multiplier, &data->shift);
  return kTfLiteOk;
}

reference::FloatOutput FloatOutputOf(const TfLiteEvalTensor* bias, TfLiteFusedActivation activation) {
  return {{micro::GetOptionalTensorData<void>(bias), bias != nullptr && bias->type == kTfLiteFloat16},
          ActivationRange(activation)};
}

reference::Int8Output Int8OutputOf(const TfLiteEvalTensor* bias, const FullyConnectedOpData& data) {
  const bool per_channel = data.channel_multiplier != nullptr;
  return {micro::GetOptionalTensorData<int32_t>(bias),
          per_channel ? data.channel_multiplier : &data.multiplier,
          per_channel ? data.channel_shift : &data.shift,
          per_channel ? 1 : 0,
          data.output_zero_point,
          data.activation_min,
          data.activation_max};
}

void Hybrid(TfLiteContext* context, const FullyConnectedGeometry& geometry, const FullyConnectedOpData& data,
            const TfLiteFullyConnectedParams& params, const float* bias, const float* input,
            const int8_t* filter, float* output) {
  auto* quantized = static_cast<int8_t*>(context->GetScratchBuffer(context, data.scratch));
  const auto quantize = params.asymmetric_quantize_inputs ? QuantizeAsymmetric : QuantizeSymmetric;
  const FloatRange range = ActivationRange(params.activation);
  for (int32_t batch = 0; batch < geometry.batches; ++batch) {
    const RunTimeQuantization quantization = quantize(input, geometry.depth, quantized);
    const reference::HybridOutput finish = {bias, data.filter_scale, data.filter_scale_step,
                                            quantization.scale, range};
    reference::FullyConnected(1, geometry.channels, geometry.depth,
                              reference::Int8Product{quantization.zero_point}, finish, quantized, filter,
                              output);
    input += geometry.depth;
    output += geometry.channels;
  }
}

}  // namespace

void* FullyConnectedInit(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(FullyConnectedOpData));
}

TfLiteStatus FullyConnectedParse(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<FullyConnectedOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = FullyConnectedOpData{};
  data->scratch = -1;
  const TfLiteFullyConnectedParams& params = ParamsOf(node);
  const WeightedLayer layer(context, node);
  TF_LITE_ENSURE_STATUS(DetermineForm(context, kOp, node, layer, params.activation, &data->form));
  TF_LITE_ENSURE_MSG(context, params.weights_format == kTfLiteFullyConnectedWeightsFormatDefault,
                     "%s has shuffled weights; convert the model with the default weights format.", kOp);
  TF_LITE_ENSURE_STATUS(CheckShapes(context, layer));
  if (data->form == KernelForm::kFloat32 || data->form == KernelForm::kFloat16Weights) {
    return kTfLiteOk;
  }
  const bool int8 = data->form == KernelForm::kInt8;
  const TfLiteFloatArray* scales =
      FilterScales(context, kOp, *layer.filter, 0, layer.filter->dims->data[0], int8);
  if (scales == nullptr) {
    return kTfLiteError;
  }
  if (int8) {
    return ParseInt8(context, layer, *scales, params.activation, data);
  }
  data->filter_scale = scales->data;
  data->filter_scale_step = scales->size > 1 ? 1 : 0;
  return kTfLiteOk;
}

TfLiteStatus FullyConnectedPrepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(FullyConnectedParse(context, node));
  auto* data = static_cast<FullyConnectedOpData*>(node->user_data);
  SetKernelName(context, node, ReferenceName(data->form));
  if (data->form != KernelForm::kHybrid) {
    return kTfLiteOk;
  }
  const TempTensor filter = TempTensor::Input(context, node, 1);
  int index = -1;
  TF_LITE_ENSURE_STATUS(
      context->RequestScratchBufferInArena(context, static_cast<size_t>(filter->dims->data[1]), &index));
  data->scratch = index;
  return kTfLiteOk;
}

FullyConnectedGeometry GetFullyConnectedGeometry(const TfLiteContext* context, const TfLiteNode* node) {
  const TfLiteIntArray* filter = micro::GetEvalInput(context, node, 1)->dims;
  const int32_t depth = filter->data[1];
  return {CountElements(micro::GetEvalInput(context, node, 0)->dims) / depth, filter->data[0], depth};
}

TfLiteStatus FullyConnectedReference(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const FullyConnectedOpData*>(node->user_data);
  const TfLiteFullyConnectedParams& params = ParamsOf(node);
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const TfLiteEvalTensor* filter = micro::GetEvalInput(context, node, 1);
  const TfLiteEvalTensor* bias = micro::GetEvalInput(context, node, 2);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const FullyConnectedGeometry geometry = GetFullyConnectedGeometry(context, node);
  switch (data.form) {
    case KernelForm::kFloat32:
      reference::FullyConnected(geometry.batches, geometry.channels, geometry.depth,
                                reference::FloatProduct{}, FloatOutputOf(bias, params.activation),
                                micro::GetTensorData<float>(input), micro::GetTensorData<float>(filter),
                                micro::GetTensorData<float>(output));
      break;
    case KernelForm::kFloat16Weights:
      reference::FullyConnected(
          geometry.batches, geometry.channels, geometry.depth, reference::FloatProduct{},
          FloatOutputOf(bias, params.activation), micro::GetTensorData<float>(input),
          micro::GetTensorData<TfLiteFloat16>(filter), micro::GetTensorData<float>(output));
      break;
    case KernelForm::kInt8:
      reference::FullyConnected(geometry.batches, geometry.channels, geometry.depth,
                                reference::Int8Product{data.input_zero_point, data.filter_zero_point},
                                Int8OutputOf(bias, data), micro::GetTensorData<int8_t>(input),
                                micro::GetTensorData<int8_t>(filter), micro::GetTensorData<int8_t>(output));
      break;
    case KernelForm::kHybrid:
      Hybrid(context, geometry, data, params, micro::GetOptionalTensorData<float>(bias),
             micro::GetTensorData<float>(input), micro::GetTensorData<int8_t>(filter),
             micro::GetTensorData<float>(output));
      break;
  }
  return kTfLiteOk;
}

}  // namespace tflite
