// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/pooling.h"

namespace tflite {

TFLMRegistration Register_MAX_POOL_2D() {
  return micro::RegisterOp(PoolInit, MaxPoolPrepare, MaxPoolReference);
}

TFLMRegistration Register_AVERAGE_POOL_2D() {
  return micro::RegisterOp(PoolInit, AveragePoolPrepare, AveragePoolReference);
}

}  // namespace tflite

#endif  // !USE_CMSIS_NN
