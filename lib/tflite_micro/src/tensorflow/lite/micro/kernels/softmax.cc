// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/softmax.h"

namespace tflite {
namespace {

constexpr SoftmaxForm kForms[] = {
    {kTfLiteFloat32, kTfLiteFloat32, SoftmaxPrepareFloat32, SoftmaxReferenceFloat32},
    {kTfLiteInt8, kTfLiteInt8, SoftmaxPrepareInt8, SoftmaxReferenceInt8},
    {kTfLiteInt8, kTfLiteInt16, SoftmaxPrepareInt8ToInt16, SoftmaxReferenceInt8ToInt16},
    {kTfLiteInt16, kTfLiteInt16, SoftmaxPrepareInt16, SoftmaxReferenceInt16},
};

TfLiteStatus PrepareAny(TfLiteContext* context, TfLiteNode* node) {
  return SoftmaxFormOf(context, node, kForms, 4).prepare(context, node);
}

TfLiteStatus InvokeAny(TfLiteContext* context, TfLiteNode* node) {
  return SoftmaxFormOf(context, node, kForms, 4).invoke(context, node);
}

}  // namespace

TFLMRegistration Register_SOFTMAX() { return micro::RegisterOp(SoftmaxInit, PrepareAny, InvokeAny); }
TFLMRegistration Register_SOFTMAX_FLOAT32() {
  return micro::RegisterOp(SoftmaxInit, SoftmaxPrepareFloat32, SoftmaxReferenceFloat32);
}
TFLMRegistration Register_SOFTMAX_INT8() {
  return micro::RegisterOp(SoftmaxInit, SoftmaxPrepareInt8, SoftmaxReferenceInt8);
}
TFLMRegistration Register_SOFTMAX_INT8_INT16() {
  return micro::RegisterOp(SoftmaxInit, SoftmaxPrepareInt8ToInt16, SoftmaxReferenceInt8ToInt16);
}
TFLMRegistration Register_SOFTMAX_INT16() {
  return micro::RegisterOp(SoftmaxInit, SoftmaxPrepareInt16, SoftmaxReferenceInt16);
}

}  // namespace tflite

#endif  // !USE_CMSIS_NN
