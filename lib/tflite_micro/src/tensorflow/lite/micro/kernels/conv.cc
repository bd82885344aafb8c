// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/conv.h"

namespace tflite {

TFLMRegistration Register_CONV_2D() { return micro::RegisterOp(ConvInit, ConvPrepare, ConvReference); }

}  // namespace tflite

#endif  // !USE_CMSIS_NN
