// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/depthwise_conv.h"
#include "tensorflow/lite/micro/kernels/internal/hybrid.h"
#include "tensorflow/lite/micro/kernels/internal/reference/depthwise_conv.h"

namespace tflite {
namespace {

// Batch by batch, as LiteRT quantises.
TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const ConvOpData*>(node->user_data);
  const ConvGeometry geometry = GetDepthwiseConvGeometry(context, node);
  const FloatRange range =
      ActivationRange(static_cast<const TfLiteDepthwiseConvParams*>(node->builtin_data)->activation);
  const float* input = micro::GetTensorData<float>(micro::GetEvalInput(context, node, 0));
  const int8_t* filter = micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, 1));
  const float* bias = micro::GetOptionalTensorData<float>(micro::GetEvalInput(context, node, 2));
  float* output = micro::GetTensorData<float>(micro::GetEvalOutput(context, node, 0));
  auto* quantized = static_cast<int8_t*>(context->GetScratchBuffer(context, data.scratch));
  for (int32_t batch = 0; batch < geometry.input.batches; ++batch) {
    const RunTimeQuantization quantization =
        QuantizeAsymmetric(input, geometry.input.batch_size(), quantized);
    const reference::HybridOutput finish = {bias, data.filter_scale, data.filter_scale_step,
                                            quantization.scale, range};
    reference::DepthwiseConv(geometry, 1, reference::Int8Product{quantization.zero_point}, finish, quantized,
                             filter, output);
    input += geometry.input.batch_size();
    output += geometry.output.batch_size();
  }
  return kTfLiteOk;
}

}  // namespace

const ConvForm kDepthwiseConvHybrid = {KernelForm::kHybrid, "reference_depthwise_conv_hybrid",
                                       QuantizeConvHybrid, Invoke};

}  // namespace tflite
