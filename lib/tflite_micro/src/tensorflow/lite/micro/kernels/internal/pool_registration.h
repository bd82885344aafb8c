// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_POOL_REGISTRATION_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_POOL_REGISTRATION_H_

#include "tensorflow/lite/micro/kernels/pooling.h"

// From a pool's forms to its registrations: of one type, or of both.

namespace tflite {

template <const PoolForm& kForm>
TfLiteStatus PreparePool(TfLiteContext* context, TfLiteNode* node) {
  return PoolPrepare(context, node, kForm);
}

template <const PoolForm& kForm>
TFLMRegistration RegisterPool() {
  return micro::RegisterOp(PoolInit, PreparePool<kForm>, kForm.invoke);
}

inline bool IsInt8Pool(const TfLiteContext* context, const TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  return input != nullptr && input->type == kTfLiteInt8;
}

template <const PoolForm& kFloat32, const PoolForm& kInt8>
TfLiteStatus PrepareAnyPool(TfLiteContext* context, TfLiteNode* node) {
  return PoolPrepare(context, node, IsInt8Pool(context, node) ? kInt8 : kFloat32);
}

template <const PoolForm& kFloat32, const PoolForm& kInt8>
TfLiteStatus InvokeAnyPool(TfLiteContext* context, TfLiteNode* node) {
  return (IsInt8Pool(context, node) ? kInt8 : kFloat32).invoke(context, node);
}

template <const PoolForm& kFloat32, const PoolForm& kInt8>
TFLMRegistration RegisterAnyPool() {
  return micro::RegisterOp(PoolInit, PrepareAnyPool<kFloat32, kInt8>, InvokeAnyPool<kFloat32, kInt8>);
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_POOL_REGISTRATION_H_
