// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/depthwise_conv.h"

namespace tflite {

TFLMRegistration Register_DEPTHWISE_CONV_2D() {
  return micro::RegisterOp(DepthwiseConvInit, DepthwiseConvPrepare, DepthwiseConvReference);
}

}  // namespace tflite

#endif  // !USE_CMSIS_NN
