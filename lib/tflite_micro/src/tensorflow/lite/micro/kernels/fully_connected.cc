// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/fully_connected.h"

namespace tflite {
namespace {

TfLiteStatus PrepareForm(TfLiteContext* context, TfLiteNode* node, const FullyConnectedForm& form) {
  TF_LITE_ENSURE_STATUS(FullyConnectedParse(context, node, form));
  return FullyConnectedPrepareReference(context, node, form);
}

template <const FullyConnectedForm& kForm>
TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  return PrepareForm(context, node, kForm);
}

template <const FullyConnectedForm& kForm>
TFLMRegistration Register() {
  return micro::RegisterOp(FullyConnectedInit, Prepare<kForm>, kForm.invoke);
}

constexpr const FullyConnectedForm* kForms[] = {&kFullyConnectedFloat32, &kFullyConnectedFloat16,
                                                &kFullyConnectedInt8,    &kFullyConnectedHybrid,
                                                &kFullyConnectedInt16,   &kFullyConnectedInt4};

TfLiteStatus PrepareAny(TfLiteContext* context, TfLiteNode* node) {
  KernelForm form;
  TF_LITE_ENSURE_STATUS(FullyConnectedFormOf(context, node, &form));
  return PrepareForm(context, node, FormAmong(kForms, form));
}

TfLiteStatus InvokeAny(TfLiteContext* context, TfLiteNode* node) {
  const KernelForm form = static_cast<const FullyConnectedOpData*>(node->user_data)->form;
  return FormAmong(kForms, form).invoke(context, node);
}

}  // namespace

TFLMRegistration Register_FULLY_CONNECTED() {
  return micro::RegisterOp(FullyConnectedInit, PrepareAny, InvokeAny);
}
TFLMRegistration Register_FULLY_CONNECTED_FLOAT32() { return Register<kFullyConnectedFloat32>(); }
TFLMRegistration Register_FULLY_CONNECTED_FLOAT16() { return Register<kFullyConnectedFloat16>(); }
TFLMRegistration Register_FULLY_CONNECTED_INT8() { return Register<kFullyConnectedInt8>(); }
TFLMRegistration Register_FULLY_CONNECTED_INT16() { return Register<kFullyConnectedInt16>(); }
TFLMRegistration Register_FULLY_CONNECTED_INT4() { return Register<kFullyConnectedInt4>(); }
TFLMRegistration Register_FULLY_CONNECTED_HYBRID() { return Register<kFullyConnectedHybrid>(); }

}  // namespace tflite

#endif  // !USE_CMSIS_NN
