// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FORM_REGISTRATIONS_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FORM_REGISTRATIONS_H_

#include "tensorflow/lite/micro/kernels/cmsis_nn/cmsis_nn_glue.h"

namespace tflite {
namespace cmsis_nn {

// The registrations of an operator with several forms. `Operator` has
//   Form                              its FastForm, and `kForms`, pointers to all of them
//   OpData                            what Init reserves; its member `form` tells the node's
//   Init                              as TFLMRegistration has it
//   FormOf(context, node, &form)      which form a node has, by its tensors
//   Prepare(context, node, form), Invoke(context, node, form)
template <typename Operator>
struct FormRegistrations {
  using Form = typename Operator::Form;

  // For nodes of one form; nothing of the others is linked.
  template <const Form& kForm>
  static TFLMRegistration Of() {
    return micro::RegisterOp(Operator::Init, Prepare<kForm>,
                             kForm.count == 0 ? kForm.reference.invoke : Invoke<kForm>);
  }

  static TFLMRegistration Any() { return micro::RegisterOp(Operator::Init, PrepareAny, InvokeAny); }

 private:
  template <const Form& kForm>
  static TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
    return Operator::Prepare(context, node, kForm);
  }

  template <const Form& kForm>
  static TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
    return Operator::Invoke(context, node, kForm);
  }

  static TfLiteStatus PrepareAny(TfLiteContext* context, TfLiteNode* node) {
    KernelForm form;
    TF_LITE_ENSURE_STATUS(Operator::FormOf(context, node, &form));
    return Operator::Prepare(context, node, FormAmong(Operator::kForms, form));
  }

  static TfLiteStatus InvokeAny(TfLiteContext* context, TfLiteNode* node) {
    const KernelForm form = static_cast<const typename Operator::OpData*>(node->user_data)->form;
    return Operator::Invoke(context, node, FormAmong(Operator::kForms, form));
  }
};

}  // namespace cmsis_nn
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FORM_REGISTRATIONS_H_
