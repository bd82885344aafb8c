// SPDX-License-Identifier: Apache-2.0
#if !USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/mean.h"

#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {

TFLMRegistration Register_MEAN() { return micro::RegisterOp(MeanSumInit, MeanPrepare, MeanReference); }

}  // namespace tflite

#endif  // !USE_CMSIS_NN
