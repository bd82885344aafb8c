// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"

namespace tflite {
namespace {

constexpr TfLiteIntArray kNoExtents = {};

}  // namespace

const TfLiteTensor kNoTensor = {{kTfLiteNoQuantization, nullptr},
                                {0.0f, 0},
                                {nullptr},
                                const_cast<TfLiteIntArray*>(&kNoExtents),
                                0,
                                kTfLiteNoType,
                                kTfLiteMemNone,
                                false};

TempTensor TempTensor::Input(TfLiteContext* context, const TfLiteNode* node, int index) {
  return TempTensor(context, GetMicroContext(context)->AllocateTempInputTensor(node, index));
}

TempTensor TempTensor::Output(TfLiteContext* context, const TfLiteNode* node, int index) {
  return TempTensor(context, GetMicroContext(context)->AllocateTempOutputTensor(node, index));
}

TempTensor::~TempTensor() {
  // Nobody but the allocator writes to it.
  if (*this) GetMicroContext(context_)->DeallocateTempTfLiteTensor(const_cast<TfLiteTensor*>(tensor_));
}

}  // namespace tflite
