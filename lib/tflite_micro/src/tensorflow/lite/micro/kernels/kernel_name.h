// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_KERNEL_NAME_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_KERNEL_NAME_H_

#include "tensorflow/lite/micro/micro_context.h"

namespace tflite {

// Called in Prepare: `name` (a literal) is what MicroInterpreter::node_kernel() answers for this node, e.g.
// "arm_convolve_s8".
inline void SetKernelName(TfLiteContext* context, const TfLiteNode* node, const char* name) {
  GetMicroContext(context)->SetKernelName(node, name);
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_KERNEL_NAME_H_
