// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/softmax.h"

namespace tflite {

TFLMRegistration Register_SOFTMAX() {
  return micro::RegisterOp(SoftmaxInit, SoftmaxPrepare, SoftmaxReference);
}

}  // namespace tflite

#endif  // !USE_CMSIS_NN
