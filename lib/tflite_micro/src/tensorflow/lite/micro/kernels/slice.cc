// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/internal/strided_copy.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "SLICE";

// Input 1 says where to begin along each axis, input 2 how many elements to take; -1 is all that are left.
TfLiteStatus Slice(TfLiteContext* context, TfLiteNode* node, bool run) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, kOp, 3, 0, &move));
  Numbers begin;
  Numbers size;
  TF_LITE_ENSURE_STATUS(begin.Read(context, node, kOp, 1));
  TF_LITE_ENSURE_STATUS(size.Read(context, node, kOp, 2));
  const TfLiteIntArray* from = move.input->dims;
  const TfLiteIntArray* to = move.output->dims;
  TF_LITE_ENSURE_MSG(context,
                     begin.count() == from->size && size.count() == from->size && to->size == from->size,
                     "%s of rank %d to rank %d has %d begins and %d sizes.", kOp, from->size, to->size,
                     static_cast<int>(begin.count()), static_cast<int>(size.count()));
  if (!begin.known() || !size.known()) return kTfLiteOk;
  StridedCopy copy(move.element_bytes);
  int32_t from_step = move.element_bytes;
  int32_t to_step = move.element_bytes;
  const char* first = move.input->data.raw_const;
  for (int axis = to->size - 1; axis >= 0; --axis) {
    const int32_t start = begin[axis];
    const int32_t extent = to->data[axis];
    TF_LITE_ENSURE_MSG(context, start >= 0 && start <= from->data[axis] - extent,
                       "%s begins at %d of %d elements along axis %d and takes %d.", kOp,
                       static_cast<int>(start), from->data[axis], axis, static_cast<int>(extent));
    const int32_t wanted = size[axis];
    if (wanted != extent && !(wanted == -1 && start + extent == from->data[axis])) {
      return WrongOutputShape(context, kOp);
    }
    if (run) first += start * from_step;
    copy.AddOuter(extent, from_step, to_step);
    from_step *= from->data[axis];
    to_step *= extent;
  }
  if (run) copy.Run(first, move.output->data.raw);
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_slice");
  return Slice(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return Slice(context, node, true); }

}  // namespace

TFLMRegistration Register_SLICE() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
