// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/fully_connected.h"
#include "tensorflow/lite/micro/kernels/internal/hybrid.h"
#include "tensorflow/lite/micro/kernels/internal/reference/fully_connected.h"

namespace tflite {
namespace {

TfLiteStatus Quantize(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                      TfLiteFusedActivation /*activation*/, int channel_axis, FullyConnectedOpData* data) {
  const TfLiteFloatArray* scales =
      FilterScales(context, op, *layer.filter, channel_axis, layer.filter->dims->data[0], false);
  if (scales == nullptr) return kTfLiteError;
  data->filter_scale = scales->data;
  data->filter_scale_step = scales->size > 1 ? 1 : 0;
  return kTfLiteOk;
}

// Row by row, as LiteRT quantises.
TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const FullyConnectedOpData*>(node->user_data);
  const auto& params = *static_cast<const TfLiteFullyConnectedParams*>(node->builtin_data);
  const FullyConnectedGeometry geometry = GetFullyConnectedGeometry(context, node);
  const FloatRange range = ActivationRange(params.activation);
  const float* input = micro::GetTensorData<float>(micro::GetEvalInput(context, node, 0));
  const int8_t* filter = micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, 1));
  const float* bias = micro::GetOptionalTensorData<float>(micro::GetEvalInput(context, node, 2));
  float* output = micro::GetTensorData<float>(micro::GetEvalOutput(context, node, 0));
  auto* quantized = static_cast<int8_t*>(context->GetScratchBuffer(context, data.scratch));
  const auto quantize = params.asymmetric_quantize_inputs ? QuantizeAsymmetric : QuantizeSymmetric;
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
  return kTfLiteOk;
}

}  // namespace

const FullyConnectedForm kFullyConnectedHybrid = {KernelForm::kHybrid, "reference_fully_connected_hybrid",
                                                  Quantize, Invoke};

}  // namespace tflite
