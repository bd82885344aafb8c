// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/depthwise_conv.h"

namespace tflite {
namespace {

template <const ConvForm& kForm>
TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  return DepthwiseConvPrepare(context, node, kForm);
}

template <const ConvForm& kForm>
TFLMRegistration Register() {
  return micro::RegisterOp(DepthwiseConvInit, Prepare<kForm>, kForm.invoke);
}

constexpr const ConvForm* kForms[] = {&kDepthwiseConvFloat32, &kDepthwiseConvFloat16, &kDepthwiseConvInt8,
                                      &kDepthwiseConvHybrid,  &kDepthwiseConvInt16,   &kDepthwiseConvInt4};

TfLiteStatus PrepareAny(TfLiteContext* context, TfLiteNode* node) {
  KernelForm form;
  TF_LITE_ENSURE_STATUS(DepthwiseConvFormOf(context, node, &form));
  return DepthwiseConvPrepare(context, node, FormAmong(kForms, form));
}

TfLiteStatus InvokeAny(TfLiteContext* context, TfLiteNode* node) {
  return FormAmong(kForms, static_cast<const ConvOpData*>(node->user_data)->form).invoke(context, node);
}

}  // namespace

TFLMRegistration Register_DEPTHWISE_CONV_2D() {
  return micro::RegisterOp(DepthwiseConvInit, PrepareAny, InvokeAny);
}
TFLMRegistration Register_DEPTHWISE_CONV_2D_FLOAT32() { return Register<kDepthwiseConvFloat32>(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_FLOAT16() { return Register<kDepthwiseConvFloat16>(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_INT8() { return Register<kDepthwiseConvInt8>(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_INT16() { return Register<kDepthwiseConvInt16>(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_INT4() { return Register<kDepthwiseConvInt4>(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_HYBRID() { return Register<kDepthwiseConvHybrid>(); }

}  // namespace tflite

#endif  // !USE_CMSIS_NN
