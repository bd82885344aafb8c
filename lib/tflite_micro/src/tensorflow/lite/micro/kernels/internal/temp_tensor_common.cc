// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"

namespace tflite {

TempTensor TempTensor::Input(TfLiteContext* context, const TfLiteNode* node, int index) {
  return TempTensor(context, GetMicroContext(context)->AllocateTempInputTensor(node, index));
}

TempTensor TempTensor::Output(TfLiteContext* context, const TfLiteNode* node, int index) {
  return TempTensor(context, GetMicroContext(context)->AllocateTempOutputTensor(node, index));
}

TempTensor::~TempTensor() {
  if (tensor_ != nullptr) GetMicroContext(context_)->DeallocateTempTfLiteTensor(tensor_);
}

}  // namespace tflite
