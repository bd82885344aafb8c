// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/internal/strided_copy.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "STRIDED_SLICE";

// What is taken along one axis.
struct Range {
  int64_t first;
  int64_t count;
  int64_t stride;
};

// `bound`, which may be counted from behind, within `low` and `high`.
int64_t Resolve(int64_t bound, int64_t extent, int64_t low, int64_t high) {
  if (bound < 0) bound += extent;
  return bound < low ? low : bound > high ? high : bound;
}

// As Python's slices have it: a stride below 0 goes from the last element to the one before the first.
TfLiteStatus RangeOf(TfLiteContext* context, const TfLiteStridedSliceParams& params, int axis, int32_t extent,
                     int64_t begin, int64_t end, int64_t stride, Range* range) {
  TF_LITE_ENSURE_MSG(context, stride != 0, "%s has a stride of 0 along axis %d.", kOp, axis);
  const bool forward = stride > 0;
  const int64_t low = forward ? 0 : -1;
  const int64_t high = forward ? extent : extent - 1;
  if (params.offset) end += begin;
  const int bit = 1 << axis;
  const bool open = (params.begin_mask & bit) != 0;
  int64_t first = open ? (forward ? low : high) : Resolve(begin, extent, low, high);
  if ((params.shrink_axis_mask & bit) != 0) {
    // One element: the axis goes away.
    if (!open) first = begin < 0 ? begin + extent : begin;
    TF_LITE_ENSURE_MSG(context, first >= 0 && first < extent, "%s takes element %d of %d along axis %d.", kOp,
                       static_cast<int>(begin), static_cast<int>(extent), axis);
    *range = {first, 1, 1};
    return kTfLiteOk;
  }
  const int64_t last =
      (params.end_mask & bit) != 0 ? (forward ? high : low) : Resolve(end, extent, low, high);
  const int64_t count =
      forward ? (last - first + stride - 1) / stride : (first - last - stride - 1) / -stride;
  *range = {first, count > 0 ? count : 0, stride};
  return kTfLiteOk;
}

TfLiteStatus StridedSlice(TfLiteContext* context, TfLiteNode* node, bool run) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, kOp, 4, 0, &move));
  Numbers numbers[3];  // begins, ends, strides
  const TfLiteIntArray* from = move.input->dims;
  const TfLiteIntArray* to = move.output->dims;
  bool known = true;
  for (int i = 0; i < 3; ++i) {
    TF_LITE_ENSURE_STATUS(numbers[i].Read(context, node, kOp, i + 1));
    TF_LITE_ENSURE_MSG(context, numbers[i].count() == numbers[0].count() && numbers[i].count() <= from->size,
                       "%s needs as many begins, ends and strides, and at most %d.", kOp, from->size);
    known = known && numbers[i].known();
  }
  const auto& params = *static_cast<const TfLiteStridedSliceParams*>(node->builtin_data);
  TF_LITE_ENSURE_MSG(context, params.ellipsis_mask == 0 && params.new_axis_mask == 0,
                     "%s with an ellipsis or a new axis is not in this runtime; convert the model again.",
                     kOp);
  if (!known) return kTfLiteOk;
  StridedCopy copy(move.element_bytes);
  int32_t from_step = move.element_bytes;
  int32_t to_step = move.element_bytes;
  const char* first = move.input->data.raw_const;
  int place = to->size;
  for (int axis = from->size - 1; axis >= 0; --axis) {
    const int32_t extent = from->data[axis];
    Range range = {0, extent, 1};
    if (axis < numbers[0].count()) {
      TF_LITE_ENSURE_STATUS(RangeOf(context, params, axis, extent, numbers[0][axis], numbers[1][axis],
                                    numbers[2][axis], &range));
    }
    const bool shrinks = axis < numbers[0].count() && (params.shrink_axis_mask >> axis & 1) != 0;
    if (!shrinks && (--place < 0 || to->data[place] != range.count)) return WrongOutputShape(context, kOp);
    // One element has no next: its stride may be anything.
    if (range.count > 1)
      copy.AddOuter(static_cast<int32_t>(range.count), static_cast<int32_t>(range.stride) * from_step,
                    to_step);
    if (range.count == 0) copy.AddOuter(0, 0, 0);
    if (run && range.count > 0) first += range.first * from_step;
    from_step *= extent;
    to_step *= static_cast<int32_t>(range.count);
  }
  if (place != 0) return WrongOutputShape(context, kOp);
  if (run) copy.Run(first, move.output->data.raw);
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_strided_slice");
  return StridedSlice(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return StridedSlice(context, node, true); }

}  // namespace

TFLMRegistration Register_STRIDED_SLICE() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
