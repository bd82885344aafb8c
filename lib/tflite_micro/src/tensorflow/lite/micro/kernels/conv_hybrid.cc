// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/conv.h"
#include "tensorflow/lite/micro/kernels/internal/hybrid.h"
#include "tensorflow/lite/micro/kernels/internal/reference/conv.h"

namespace tflite {
namespace {

// Batch by batch, as LiteRT quantises.
TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  auto& data = *static_cast<ConvOpData*>(node->user_data);
  const ConvGeometry geometry = GetConvGeometry(context, node);
  const FloatRange range =
      ActivationRange(static_cast<const TfLiteConvParams*>(node->builtin_data)->activation);
  const float* input = micro::GetTensorData<float>(micro::GetEvalInput(context, node, 0));
  const int8_t* filter = micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, 1));
  const float* bias = micro::GetOptionalTensorData<float>(micro::GetEvalInput(context, node, 2));
  float* output = micro::GetTensorData<float>(micro::GetEvalOutput(context, node, 0));
  auto* quantized = static_cast<int8_t*>(context->GetScratchBuffer(context, data.scratch));
  const bool per_channel = data.filter_scale_step == 1;
  const auto quantize = per_channel ? QuantizeAsymmetric : QuantizeSymmetric;
  for (int32_t batch = 0; batch < geometry.input.batches; ++batch) {
    if (!data.input_is_quantized) {
      const RunTimeQuantization found = quantize(input, geometry.input.batch_size(), quantized);
      data.input_scale = found.scale;
      data.input_zero_point = static_cast<int16_t>(found.zero_point);
    }
    const reference::HybridOutput finish = {
        bias, data.filter_scale, data.filter_scale_step, data.input_scale, range, per_channel};
    reference::Conv(geometry, 1, reference::Int8Product{data.input_zero_point}, finish, quantized, filter,
                    output);
    input += geometry.input.batch_size();
    output += geometry.output.batch_size();
  }
  return kTfLiteOk;
}

}  // namespace

const ConvForm kConvHybrid = {KernelForm::kHybrid, "reference_conv_hybrid", QuantizeConvHybrid, Invoke};

}  // namespace tflite
