// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/cmsis_nn/cmsis_nn_glue.h"

namespace tflite {
namespace cmsis_nn {

TfLiteStatus RequestScratch(TfLiteContext* context, int32_t bytes, int32_t* index) {
  if (bytes <= 0) {
    return kTfLiteOk;
  }
  int requested = -1;
  TF_LITE_ENSURE_STATUS(
      context->RequestScratchBufferInArena(context, static_cast<size_t>(bytes), &requested));
  *index = requested;
  return kTfLiteOk;
}

cmsis_nn_context ContextOf(TfLiteContext* context, int32_t index, int32_t bytes) {
  return {index < 0 ? nullptr : context->GetScratchBuffer(context, index), bytes};
}

TfLiteStatus StatusOf(TfLiteContext* context, const char* kernel, arm_cmsis_nn_status status) {
  TF_LITE_ENSURE_MSG(context, status == ARM_CMSIS_NN_SUCCESS,
                     "%s refused its arguments (status %d); please report the model.", kernel,
                     static_cast<int>(status));
  return kTfLiteOk;
}

}  // namespace cmsis_nn
}  // namespace tflite

#endif  // USE_CMSIS_NN
