// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/fully_connected.h"
#include "tensorflow/lite/micro/kernels/internal/reference/fully_connected.h"

namespace tflite {
namespace {

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const FullyConnectedOpData*>(node->user_data);
  const FullyConnectedGeometry geometry = GetFullyConnectedGeometry(context, node);
  reference::FullyConnected(
      geometry.batches, geometry.channels, geometry.depth,
      reference::Int8Product{data.input_zero_point, data.filter_zero_point},
      FullyConnectedInt8OutputOf(micro::GetEvalInput(context, node, 2), data),
      micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, 0)),
      reference::Int4Pointer{micro::GetTensorData<uint8_t>(micro::GetEvalInput(context, node, 1)), 0},
      micro::GetTensorData<int8_t>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

}  // namespace

const FullyConnectedForm kFullyConnectedInt4 = {KernelForm::kInt4, "reference_fully_connected_s4",
                                                QuantizeFullyConnectedInt8, Invoke};

}  // namespace tflite
