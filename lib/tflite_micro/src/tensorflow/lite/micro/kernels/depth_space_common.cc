// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/depth_space.h"
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/internal/strided_copy.h"

namespace tflite {

TfLiteStatus MoveBlocks(TfLiteContext* context, TfLiteNode* node, const char* op, int32_t block,
                        bool to_depth, bool run) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, op, 1, 0, &move));
  const TfLiteIntArray* space = to_depth ? move.input->dims : move.output->dims;
  const TfLiteIntArray* depth = to_depth ? move.output->dims : move.input->dims;
  TF_LITE_ENSURE_MSG(context, space->size == 4 && depth->size == 4, "%s needs input and output of rank 4.",
                     op);
  TF_LITE_ENSURE_MSG(context, block > 0 && block <= INT16_MAX, "%s has a block of %d.", op,
                     static_cast<int>(block));
  const int64_t channels = static_cast<int64_t>(block) * block * space->data[3];
  const bool fits =
      depth->data[0] == space->data[0] && static_cast<int64_t>(depth->data[1]) * block == space->data[1] &&
      static_cast<int64_t>(depth->data[2]) * block == space->data[2] && depth->data[3] == channels;
  if (!fits) return WrongOutputShape(context, op);
  if (!run) return kTfLiteOk;

  // From the innermost: columns of the block, its rows; columns of blocks, rows of blocks, batches.
  const int32_t pixel = space->data[3] * move.element_bytes;
  const int32_t row = space->data[2] * pixel;
  const int32_t extent[5] = {block, block, depth->data[2], depth->data[1], depth->data[0]};
  const int32_t in_space[5] = {pixel, row, block * pixel, block * row, space->data[1] * row};
  int32_t in_depth = pixel;
  StridedCopy copy(pixel);
  for (int i = 0; i < 5; ++i) {
    copy.AddOuter(extent[i], to_depth ? in_space[i] : in_depth, to_depth ? in_depth : in_space[i]);
    in_depth *= extent[i];
  }
  copy.Run(move.input->data.raw, move.output->data.raw);
  return kTfLiteOk;
}

}  // namespace tflite
