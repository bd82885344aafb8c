// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_MEAN_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_MEAN_H_

#include "tensorflow/lite/micro/kernels/mean_sum.h"

namespace tflite {

// The reference kernels of MEAN.
TfLiteStatus MeanPrepare(TfLiteContext* context, TfLiteNode* node);
TfLiteStatus MeanReference(TfLiteContext* context, TfLiteNode* node);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_MEAN_H_
