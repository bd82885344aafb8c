// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/conv.h"
#include "tensorflow/lite/micro/kernels/internal/conv_parse.h"
#include "tensorflow/lite/micro/kernels/internal/hybrid.h"
#include "tensorflow/lite/micro/kernels/internal/reference/conv.h"

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

const char* ReferenceName(KernelForm form) {
  switch (form) {
    case KernelForm::kFloat32:
      return "reference_conv_f32";
    case KernelForm::kInt8:
      return "reference_conv_s8";
    case KernelForm::kHybrid:
      return "reference_conv_hybrid";
    default:
      return "reference_conv_f16w";
  }
}

void Hybrid(TfLiteContext* context, const ConvGeometry& geometry, const ConvOpData& data, const float* bias,
            FloatRange range, const float* input, const int8_t* filter, float* output) {
  auto* quantized = static_cast<int8_t*>(context->GetScratchBuffer(context, data.scratch));
  const bool per_channel = data.filter_scale_step == 1;
  const auto quantize = per_channel ? QuantizeAsymmetric : QuantizeSymmetric;
  for (int32_t batch = 0; batch < geometry.input.batches; ++batch) {
    const RunTimeQuantization quantization = quantize(input, geometry.input.batch_size(), quantized);
    const reference::HybridOutput finish = {
        bias, data.filter_scale, data.filter_scale_step, quantization.scale, range, per_channel};
    reference::Conv(geometry, 1, reference::Int8Product{quantization.zero_point}, finish, quantized, filter,
                    output);
    input += geometry.input.batch_size();
    output += geometry.output.batch_size();
  }
}

}  // namespace

void* ConvInit(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(ConvOpData));
}

TfLiteStatus ConvParse(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<ConvOpData*>(node->user_data);
  TF_LITE_ENSURE_STATUS(ParseConv(context, kOp, node, OptionsOf(node), 0, data));
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

TfLiteStatus ConvPrepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ConvParse(context, node));
  auto* data = static_cast<ConvOpData*>(node->user_data);
  SetKernelName(context, node, ReferenceName(data->form));
  return RequestQuantizedBatch(context, node, data);
}

ConvGeometry GetConvGeometry(const TfLiteContext* context, const TfLiteNode* node) {
  const TfLiteEvalTensor* filter = micro::GetEvalInput(context, node, 1);
  return {FeatureMapOf(micro::GetEvalInput(context, node, 0)->dims),
          FeatureMapOf(micro::GetEvalOutput(context, node, 0)->dims),
          WindowOf(*filter, OptionsOf(node), *static_cast<const ConvOpData*>(node->user_data)),
          filter->dims->data[3]};
}

TfLiteStatus ConvReference(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const ConvOpData*>(node->user_data);
  const TfLiteFusedActivation activation = OptionsOf(node).activation;
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const TfLiteEvalTensor* filter = micro::GetEvalInput(context, node, 1);
  const TfLiteEvalTensor* bias = micro::GetEvalInput(context, node, 2);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const ConvGeometry geometry = GetConvGeometry(context, node);
  const int32_t batches = geometry.input.batches;
  switch (data.form) {
    case KernelForm::kFloat32:
      reference::Conv(geometry, batches, reference::FloatProduct{}, FloatOutputOf(bias, activation),
                      micro::GetTensorData<float>(input), micro::GetTensorData<float>(filter),
                      micro::GetTensorData<float>(output));
      break;
    case KernelForm::kFloat16Weights:
      reference::Conv(geometry, batches, reference::FloatProduct{}, FloatOutputOf(bias, activation),
                      micro::GetTensorData<float>(input), micro::GetTensorData<TfLiteFloat16>(filter),
                      micro::GetTensorData<float>(output));
      break;
    case KernelForm::kInt8:
      reference::Conv(geometry, batches, reference::Int8Product{data.input_zero_point},
                      Int8OutputOf(bias, data), micro::GetTensorData<int8_t>(input),
                      micro::GetTensorData<int8_t>(filter), micro::GetTensorData<int8_t>(output));
      break;
    case KernelForm::kHybrid:
      Hybrid(context, geometry, data, micro::GetOptionalTensorData<float>(bias), ActivationRange(activation),
             micro::GetTensorData<float>(input), micro::GetTensorData<int8_t>(filter),
             micro::GetTensorData<float>(output));
      break;
  }
  return kTfLiteOk;
}

}  // namespace tflite
