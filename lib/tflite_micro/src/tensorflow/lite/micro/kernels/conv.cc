// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/conv.h"

namespace tflite {
namespace {

template <const ConvForm& kForm>
TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  return ConvPrepare(context, node, kForm);
}

template <const ConvForm& kForm>
TFLMRegistration Register() {
  return micro::RegisterOp(ConvInit, Prepare<kForm>, kForm.invoke);
}

constexpr const ConvForm* kForms[] = {&kConvFloat32, &kConvFloat16, &kConvInt8,
                                      &kConvHybrid,  &kConvInt16,   &kConvInt4};

TfLiteStatus PrepareAny(TfLiteContext* context, TfLiteNode* node) {
  KernelForm form;
  TF_LITE_ENSURE_STATUS(ConvFormOf(context, node, &form));
  return ConvPrepare(context, node, FormAmong(kForms, form));
}

TfLiteStatus InvokeAny(TfLiteContext* context, TfLiteNode* node) {
  return FormAmong(kForms, static_cast<const ConvOpData*>(node->user_data)->form).invoke(context, node);
}

}  // namespace

TFLMRegistration Register_CONV_2D() { return micro::RegisterOp(ConvInit, PrepareAny, InvokeAny); }
TFLMRegistration Register_CONV_2D_FLOAT32() { return Register<kConvFloat32>(); }
TFLMRegistration Register_CONV_2D_FLOAT16() { return Register<kConvFloat16>(); }
TFLMRegistration Register_CONV_2D_INT8() { return Register<kConvInt8>(); }
TFLMRegistration Register_CONV_2D_INT8_GROUPED() { return Register<kConvInt8>(); }
TFLMRegistration Register_CONV_2D_INT16() { return Register<kConvInt16>(); }
TFLMRegistration Register_CONV_2D_INT4() { return Register<kConvInt4>(); }
TFLMRegistration Register_CONV_2D_HYBRID() { return Register<kConvHybrid>(); }

}  // namespace tflite

#endif  // !USE_CMSIS_NN
