// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/add_sub.h"

namespace tflite {

TFLMRegistration Register_ADD() {
  return micro::RegisterOp(ElementwiseInit<AddSubOpData>, AddPrepareReference, ElementwiseInvoke);
}

}  // namespace tflite

#endif  // !USE_CMSIS_NN
