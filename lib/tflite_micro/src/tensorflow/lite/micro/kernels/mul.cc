// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/mul.h"

namespace tflite {

TFLMRegistration Register_MUL() {
  return micro::RegisterOp(ElementwiseInit<MulOpData>, MulPrepareReference, ElementwiseInvoke);
}

}  // namespace tflite

#endif  // !USE_CMSIS_NN
