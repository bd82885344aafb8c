// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/internal/strided_copy.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "BROADCAST_TO";

TfLiteStatus BroadcastTo(TfLiteContext* context, TfLiteNode* node, bool run) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, kOp, 2, 0, &move));
  Numbers shape;
  TF_LITE_ENSURE_STATUS(shape.Read(context, node, kOp, 1));
  const TfLiteIntArray* from = move.input->dims;
  const TfLiteIntArray* to = move.output->dims;
  if (shape.known() && !shape.AreShape(to)) return WrongOutputShape(context, kOp);
  TF_LITE_ENSURE_MSG(context, from->size <= to->size, "%s of rank %d to rank %d, which is lower.", kOp,
                     from->size, to->size);
  StridedCopy copy(move.element_bytes);
  int32_t from_step = move.element_bytes;
  int32_t to_step = move.element_bytes;
  for (int place = to->size - 1; place >= 0; --place) {
    const int axis = place - (to->size - from->size);
    const int32_t extent = axis < 0 ? 1 : from->data[axis];
    TF_LITE_ENSURE_MSG(context, extent == 1 || extent == to->data[place],
                       "%s of extent %d to %d along axis %d of the output.", kOp, static_cast<int>(extent),
                       to->data[place], place);
    copy.AddOuter(to->data[place], extent == 1 ? 0 : from_step, to_step);
    from_step *= extent;
    to_step *= to->data[place];
  }
  if (run) copy.Run(move.input->data.raw, move.output->data.raw);
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_broadcast_to");
  return BroadcastTo(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return BroadcastTo(context, node, true); }

}  // namespace

TFLMRegistration Register_BROADCAST_TO() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
