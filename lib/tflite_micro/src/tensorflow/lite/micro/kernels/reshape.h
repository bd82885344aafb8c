// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_RESHAPE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_RESHAPE_H_

#include "tensorflow/lite/c/common.h"

namespace tflite {

// RESHAPE, SQUEEZE and EXPAND_DIMS: the same bytes under another shape. The output's shape is the model's;
// other inputs and the options only say how the converter arrived at it.
TfLiteStatus ReshapePrepare(TfLiteContext* context, TfLiteNode* node, const char* op, const char* name);
TfLiteStatus ReshapeInvoke(TfLiteContext* context, TfLiteNode* node);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_RESHAPE_H_
