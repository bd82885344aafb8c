// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FORM_REGISTRATIONS_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FORM_REGISTRATIONS_H_

#include "tensorflow/lite/micro/kernels/cmsis_nn/cmsis_nn_glue.h"

namespace tflite {
namespace cmsis_nn {

// The registrations of an operator with several forms. `Operator` has
//   Form                              its FastForm, and `kForms`, pointers to all, in the order of KernelForm
//   OpData                            what Init reserves; its member `form` tells the node's, `kernel` what
//                                     Form::Choose chose
//   Init                              as TFLMRegistration has it
//   FormOf(context, node, &form)      which form a node has, by its tensors
//   Prepare(context, node, form), Invoke(context, node, kernel), for nodes that run no reference kernel
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

  // The reference kernel is for tiny layers: little may stand before it.
  static TfLiteStatus InvokeOne(TfLiteContext* context, TfLiteNode* node, const Form& form) {
    const uint8_t kernel = static_cast<const typename Operator::OpData*>(node->user_data)->kernel;
    if (kernel == 0) return form.reference.invoke(context, node);
    return Operator::Invoke(context, node, form.At(kernel));
  }

  template <const Form& kForm>
  static TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
    return InvokeOne(context, node, kForm);
  }

  static const Form& FormAt(KernelForm form) { return *Operator::kForms[static_cast<size_t>(form)]; }

  static TfLiteStatus PrepareAny(TfLiteContext* context, TfLiteNode* node) {
    KernelForm form;
    TF_LITE_ENSURE_STATUS(Operator::FormOf(context, node, &form));
    return Operator::Prepare(context, node, FormAt(form));
  }

  static TfLiteStatus InvokeAny(TfLiteContext* context, TfLiteNode* node) {
    const KernelForm form = static_cast<const typename Operator::OpData*>(node->user_data)->form;
    return InvokeOne(context, node, FormAt(form));
  }
};

}  // namespace cmsis_nn
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FORM_REGISTRATIONS_H_
