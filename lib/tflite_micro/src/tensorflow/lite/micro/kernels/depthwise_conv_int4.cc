// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/depthwise_conv.h"
#include "tensorflow/lite/micro/kernels/internal/reference/depthwise_conv.h"

namespace tflite {
namespace {

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const ConvOpData*>(node->user_data);
  const ConvGeometry geometry = GetDepthwiseConvGeometry(context, node);
  reference::DepthwiseConv(
      geometry, geometry.input.batches, reference::Int8Product{data.input_zero_point},
      Int8OutputOf(micro::GetEvalInput(context, node, 2), data),
      micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, 0)),
      reference::Int4Pointer{micro::GetTensorData<uint8_t>(micro::GetEvalInput(context, node, 1)), 0},
      micro::GetTensorData<int8_t>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

}  // namespace

const ConvForm kDepthwiseConvInt4 = {KernelForm::kInt4, "reference_depthwise_conv_s4", QuantizeConvInt8,
                                     Invoke};

}  // namespace tflite
