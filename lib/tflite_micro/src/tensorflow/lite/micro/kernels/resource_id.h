// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_RESOURCE_ID_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_RESOURCE_ID_H_

#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/micro_resource_variable.h"

namespace tflite {
namespace micro {

// The interpreter's resource variables; an error that says how to have some when it has none.
inline TfLiteStatus ResourceVariables(TfLiteContext* context, const char* what,
                                      MicroResourceVariables** variables) {
  *variables = GetMicroContext(context)->graph().GetResourceVariables();
  TF_LITE_ENSURE_MSG(context, *variables != nullptr,
                     "%s needs variables: give the interpreter MicroResourceVariables::Create(...).", what);
  return kTfLiteOk;
}

// The number of the variable that input 0 is; an error when no VAR_HANDLE has said it.
inline TfLiteStatus ResourceId(TfLiteContext* context, TfLiteNode* node, const char* what, int* id) {
  const TfLiteEvalTensor* handle = GetEvalInput(context, node, 0);
  TF_LITE_ENSURE_MSG(context,
                     handle != nullptr && handle->type == kTfLiteResource && handle->data.data != nullptr,
                     "%s needs a resource from a VAR_HANDLE that is prepared before it.", what);
  *id = *handle->data.i32;
  return kTfLiteOk;
}

}  // namespace micro
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_RESOURCE_ID_H_
