// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_POOL_REGISTRATION_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_POOL_REGISTRATION_H_

#include "tensorflow/lite/micro/kernels/pooling.h"

// From a pool's forms to its registrations: of one type, or of all.

namespace tflite {

template <const PoolForm& kForm>
TfLiteStatus PreparePool(TfLiteContext* context, TfLiteNode* node) {
  return PoolPrepare(context, node, kForm);
}

template <const PoolForm& kForm>
TFLMRegistration RegisterPool() {
  return micro::RegisterOp(PoolInit, PreparePool<kForm>, kForm.invoke);
}

// The form for the node's type; float32's for a type that has none, which PoolPrepare then refuses.
template <const PoolForm& kFloat32, const PoolForm& kInt8, const PoolForm& kInt16>
const PoolForm& PoolFormOf(const TfLiteContext* context, const TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const TfLiteType type = input == nullptr ? kTfLiteFloat32 : input->type;
  return type == kTfLiteInt8 ? kInt8 : type == kTfLiteInt16 ? kInt16 : kFloat32;
}

template <const PoolForm& kFloat32, const PoolForm& kInt8, const PoolForm& kInt16>
TfLiteStatus PrepareAnyPool(TfLiteContext* context, TfLiteNode* node) {
  return PoolPrepare(context, node, PoolFormOf<kFloat32, kInt8, kInt16>(context, node));
}

template <const PoolForm& kFloat32, const PoolForm& kInt8, const PoolForm& kInt16>
TfLiteStatus InvokeAnyPool(TfLiteContext* context, TfLiteNode* node) {
  return PoolFormOf<kFloat32, kInt8, kInt16>(context, node).invoke(context, node);
}

template <const PoolForm& kFloat32, const PoolForm& kInt8, const PoolForm& kInt16>
TFLMRegistration RegisterAnyPool() {
  return micro::RegisterOp(PoolInit, PrepareAnyPool<kFloat32, kInt8, kInt16>,
                           InvokeAnyPool<kFloat32, kInt8, kInt16>);
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_POOL_REGISTRATION_H_
