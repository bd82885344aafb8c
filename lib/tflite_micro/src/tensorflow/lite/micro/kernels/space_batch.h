// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_SPACE_BATCH_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_SPACE_BATCH_H_

#include "tensorflow/lite/c/common.h"

namespace tflite {

// SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND: the pixels of a block, input 1, lie in as many batches; input 2
// has the pixels before and behind each axis of space that batches have in addition. NHWC, or three
// dimensions with rows alone. Checks the node and, if it is to run, moves the elements; `padding` is an
// element for pixels that space has not, null for BATCH_TO_SPACE_ND.
TfLiteStatus MoveBatches(TfLiteContext* context, TfLiteNode* node, const char* op, bool to_batch, bool run,
                         const void* padding);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_SPACE_BATCH_H_
