// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/softmax.h"

namespace tflite {
namespace {

TfLiteStatus PrepareAny(TfLiteContext* context, TfLiteNode* node) {
  return IsInt8Softmax(context, node) ? SoftmaxPrepareInt8(context, node)
                                      : SoftmaxPrepareFloat32(context, node);
}

TfLiteStatus InvokeAny(TfLiteContext* context, TfLiteNode* node) {
  return IsInt8Softmax(context, node) ? SoftmaxReferenceInt8(context, node)
                                      : SoftmaxReferenceFloat32(context, node);
}

}  // namespace

TFLMRegistration Register_SOFTMAX() { return micro::RegisterOp(SoftmaxInit, PrepareAny, InvokeAny); }
TFLMRegistration Register_SOFTMAX_FLOAT32() {
  return micro::RegisterOp(SoftmaxInit, SoftmaxPrepareFloat32, SoftmaxReferenceFloat32);
}
TFLMRegistration Register_SOFTMAX_INT8() {
  return micro::RegisterOp(SoftmaxInit, SoftmaxPrepareInt8, SoftmaxReferenceInt8);
}

}  // namespace tflite

#endif  // !USE_CMSIS_NN
