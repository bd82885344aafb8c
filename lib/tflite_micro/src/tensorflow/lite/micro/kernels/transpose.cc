// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/internal/strided_copy.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "TRANSPOSE";

// Input 1 names for each axis of the output the input's.
TfLiteStatus Transpose(TfLiteContext* context, TfLiteNode* node, bool run) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, kOp, 2, 0, &move));
  Numbers order;
  TF_LITE_ENSURE_STATUS(order.Read(context, node, kOp, 1));
  if (!order.known()) return kTfLiteOk;
  const TfLiteIntArray* from = move.input->dims;
  const TfLiteIntArray* to = move.output->dims;
  TF_LITE_ENSURE_MSG(context, order.count() == from->size && to->size == from->size,
                     "%s of rank %d to rank %d has an order of %d axes.", kOp, from->size, to->size,
                     static_cast<int>(order.count()));
  StridedCopy copy(move.element_bytes);
  int32_t step = move.element_bytes;
  unsigned seen = 0;
  for (int place = to->size - 1; place >= 0; --place) {
    int axis = 0;
    TF_LITE_ENSURE_STATUS(ResolveAxis(context, kOp, order[place], from->size, &axis));
    TF_LITE_ENSURE_MSG(context, (seen >> axis & 1) == 0, "%s has axis %d twice in its order.", kOp, axis);
    seen |= 1u << axis;
    if (to->data[place] != from->data[axis]) return WrongOutputShape(context, kOp);
    copy.AddOuter(to->data[place], ExtentOf(from, axis + 1, from->size) * move.element_bytes, step);
    step *= to->data[place];
  }
  if (run) copy.Run(move.input->data.raw, move.output->data.raw);
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_transpose");
  return Transpose(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return Transpose(context, node, true); }

}  // namespace

TFLMRegistration Register_TRANSPOSE() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
