// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/strided_copy.h"
#include "tensorflow/lite/micro/kernels/pad.h"

namespace tflite {

TfLiteStatus Padding::Read(TfLiteContext* context, TfLiteNode* node, const char* op, int inputs) {
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, op, inputs, 0, &move));
  TF_LITE_ENSURE_STATUS(pairs.Read(context, node, op, 1));
  const TfLiteIntArray* from = move.input->dims;
  const TfLiteIntArray* to = move.output->dims;
  TF_LITE_ENSURE_MSG(context, to->size == from->size && pairs.count() == 2 * from->size,
                     "%s of rank %d to rank %d has %d paddings.", op, from->size, to->size,
                     static_cast<int>(pairs.count()));
  if (!pairs.known()) return kTfLiteOk;
  for (int axis = 0; axis < from->size; ++axis) {
    const int64_t extent = static_cast<int64_t>(from->data[axis]) + before(axis) + behind(axis);
    TF_LITE_ENSURE_MSG(context, before(axis) >= 0 && behind(axis) >= 0 && extent == to->data[axis],
                       "%s of %d elements by %d and %d makes no output of %d along axis %d.", op,
                       from->data[axis], static_cast<int>(before(axis)), static_cast<int>(behind(axis)),
                       to->data[axis], axis);
  }
  return kTfLiteOk;
}

void Padding::CopyInput() const {
  StridedCopy copy(move.element_bytes);
  int32_t from_step = move.element_bytes;
  int32_t to_step = move.element_bytes;
  int32_t first = 0;
  for (int axis = move.input->dims->size - 1; axis >= 0; --axis) {
    const int32_t extent = move.input->dims->data[axis];
    copy.AddOuter(extent, from_step, to_step);
    first += before(axis) * to_step;
    from_step *= extent;
    to_step *= move.output->dims->data[axis];
  }
  copy.Run(move.input->data.raw, move.output->data.raw + first);
}

}  // namespace tflite
