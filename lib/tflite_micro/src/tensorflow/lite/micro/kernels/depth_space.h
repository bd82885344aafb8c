// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_DEPTH_SPACE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_DEPTH_SPACE_H_

#include "tensorflow/lite/c/common.h"

namespace tflite {

// SPACE_TO_DEPTH and DEPTH_TO_SPACE: a block of `block` rows and columns of pixels, NHWC, lies in the
// channels of one. Checks the node and, if it is to run, moves the elements.
TfLiteStatus MoveBlocks(TfLiteContext* context, TfLiteNode* node, const char* op, int32_t block,
                        bool to_depth, bool run);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_DEPTH_SPACE_H_
