// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/conv.h"
#include "tensorflow/lite/micro/kernels/internal/reference/conv.h"

namespace tflite {
namespace {

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const ConvOpData*>(node->user_data);
  const ConvGeometry geometry = GetConvGeometry(context, node);
  reference::Conv(geometry, geometry.input.batches, reference::Int16Product{},
                  Int16OutputOf(micro::GetEvalInput(context, node, 2), data),
                  micro::GetTensorData<int16_t>(micro::GetEvalInput(context, node, 0)),
                  micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, 1)),
                  micro::GetTensorData<int16_t>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

}  // namespace

const ConvForm kConvInt16 = {KernelForm::kInt16, "reference_conv_s16", QuantizeConvInt16, Invoke};

}  // namespace tflite
