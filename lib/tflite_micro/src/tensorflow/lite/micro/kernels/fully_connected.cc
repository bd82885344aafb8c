// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/fully_connected.h"

namespace tflite {

TFLMRegistration Register_FULLY_CONNECTED() {
  return micro::RegisterOp(FullyConnectedInit, FullyConnectedPrepare, FullyConnectedReference);
}

}  // namespace tflite

#endif  // !USE_CMSIS_NN
