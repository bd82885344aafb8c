// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/conv.h"

namespace tflite {
namespace {

constexpr char kOp[] = "CONV_2D";

ConvOptions OptionsOf(const TfLiteNode* node) {
  const auto& params = *static_cast<const TfLiteConvParams*>(node->builtin_data);
  return {params.padding,
          params.stride_height,
          params.stride_width,
          params.dilation_height_factor,
          params.dilation_width_factor,
          params.activation};
}

}  // namespace

void* ConvInit(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(ConvOpData));
}

TfLiteStatus ConvFormOf(TfLiteContext* context, const TfLiteNode* node, KernelForm* form) {
  return DetermineForm(context, kOp, node, WeightedLayer(context, node), OptionsOf(node).activation, form);
}

TfLiteStatus ConvParse(TfLiteContext* context, TfLiteNode* node, const ConvForm& form) {
  auto* data = static_cast<ConvOpData*>(node->user_data);
  TF_LITE_ENSURE_STATUS(ParseConv(context, kOp, node, OptionsOf(node), 0, form, data));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor filter = TempTensor::Input(context, node, 1);
  const int input_channels = input->dims->data[3];
  const int filter_channels = filter->dims->data[3];
  const int output_channels = filter->dims->data[0];
  TF_LITE_ENSURE_MSG(
      context,
      filter_channels > 0 && input_channels > 0 && input_channels % filter_channels == 0 &&
          output_channels % (input_channels / filter_channels) == 0,
      "%s has %d input channels, %d output channels and a filter over %d channels, which is no grouping.",
      kOp, input_channels, output_channels, filter_channels);
  return kTfLiteOk;
}

TfLiteStatus ConvPrepare(TfLiteContext* context, TfLiteNode* node, const ConvForm& form) {
  TF_LITE_ENSURE_STATUS(ConvParse(context, node, form));
  auto* data = static_cast<ConvOpData*>(node->user_data);
  data->split = ConvSplit::kRows;
  SetKernelName(context, node, form.name);
  return RequestQuantizedBatch(context, node, data);
}

ConvGeometry GetConvGeometry(const TfLiteContext* context, const TfLiteNode* node) {
  const TfLiteEvalTensor* filter = micro::GetEvalInput(context, node, 1);
  return {FeatureMapOf(micro::GetEvalInput(context, node, 0)->dims),
          FeatureMapOf(micro::GetEvalOutput(context, node, 0)->dims),
          WindowOf(*filter, OptionsOf(node), *static_cast<const ConvOpData*>(node->user_data)),
          filter->dims->data[3]};
}

}  // namespace tflite
