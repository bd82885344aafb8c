// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FAST_ROWS_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FAST_ROWS_H_

#include "tensorflow/lite/micro/kernels/internal/elementwise.h"

namespace tflite {
namespace cmsis_nn {

// Prepare of an operator of two inputs, after its reference's: where nothing is broadcast, so that the whole
// output is one row, takes the choice for the node's type if there is one.
void TakeFastRow(TfLiteContext* context, TfLiteNode* node, const RowChoice* choices, size_t count);

}  // namespace cmsis_nn
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FAST_ROWS_H_
