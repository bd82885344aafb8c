// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_MICRO_OPS_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_MICRO_OPS_H_

#include "tensorflow/lite/micro/kernels/builtin_kernels.h"
#include "tensorflow/lite/micro/micro_common.h"

namespace tflite {

// Each is defined once: in kernels/cmsis_nn/ when USE_CMSIS_NN is 1 and the operator has a fast kernel, in
// kernels/ otherwise.
#define TFLITE_DECLARE_KERNEL(METHOD, OP, PARSER) TFLMRegistration Register_##OP();
TFLITE_MICRO_KERNELS(TFLITE_DECLARE_KERNEL)
#undef TFLITE_DECLARE_KERNEL

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_MICRO_OPS_H_
