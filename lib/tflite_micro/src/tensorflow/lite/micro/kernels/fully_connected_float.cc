// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/fully_connected.h"
#include "tensorflow/lite/micro/kernels/internal/reference/fully_connected.h"

namespace tflite {
namespace {

template <typename Weight>
TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const FullyConnectedGeometry geometry = GetFullyConnectedGeometry(context, node);
  const TfLiteEvalTensor* bias = micro::GetEvalInput(context, node, 2);
  const auto activation = static_cast<const TfLiteFullyConnectedParams*>(node->builtin_data)->activation;
  const reference::FloatOutput finish = {
      {micro::GetOptionalTensorData<void>(bias), bias != nullptr && bias->type == kTfLiteFloat16},
      ActivationRange(activation)};
  reference::FullyConnected(geometry.batches, geometry.channels, geometry.depth, reference::FloatProduct{},
                            finish, micro::GetTensorData<float>(micro::GetEvalInput(context, node, 0)),
                            micro::GetTensorData<Weight>(micro::GetEvalInput(context, node, 1)),
                            micro::GetTensorData<float>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

}  // namespace

const FullyConnectedForm kFullyConnectedFloat32 = {KernelForm::kFloat32, "reference_fully_connected_f32",
                                                   nullptr, Invoke<float>};
const FullyConnectedForm kFullyConnectedFloat16 = {
    KernelForm::kFloat16Weights, "reference_fully_connected_f16w", nullptr, Invoke<TfLiteFloat16>};

}  // namespace tflite
