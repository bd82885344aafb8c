// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/depthwise_conv.h"
#include "tensorflow/lite/micro/kernels/internal/reference/depthwise_conv.h"

namespace tflite {
namespace {

template <typename Weight>
TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const ConvGeometry geometry = GetDepthwiseConvGeometry(context, node);
  const auto activation = static_cast<const TfLiteDepthwiseConvParams*>(node->builtin_data)->activation;
  reference::DepthwiseConv(geometry, geometry.input.batches, reference::FloatProduct{},
                           FloatOutputOf(micro::GetEvalInput(context, node, 2), activation),
                           micro::GetTensorData<float>(micro::GetEvalInput(context, node, 0)),
                           micro::GetTensorData<Weight>(micro::GetEvalInput(context, node, 1)),
                           micro::GetTensorData<float>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

}  // namespace

const ConvForm kDepthwiseConvFloat32 = {KernelForm::kFloat32, "reference_depthwise_conv_f32", nullptr,
                                        Invoke<float>};
const ConvForm kDepthwiseConvFloat16 = {KernelForm::kFloat16Weights, "reference_depthwise_conv_f16w", nullptr,
                                        Invoke<TfLiteFloat16>};

}  // namespace tflite
