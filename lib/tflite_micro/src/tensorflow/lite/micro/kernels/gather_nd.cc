// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "GATHER_ND";

// The output has the axes of the positions but the last, and the input's that a position does not name.
bool HasShape(const TfLiteIntArray* to, const TfLiteIntArray* from, const TfLiteIntArray* positions,
              int named) {
  const int chosen = positions->size - 1;
  if (to->size != chosen + from->size - named) return false;
  for (int i = 0; i < to->size; ++i) {
    if (to->data[i] != (i < chosen ? positions->data[i] : from->data[i - chosen + named])) return false;
  }
  return true;
}

TfLiteStatus GatherNd(TfLiteContext* context, TfLiteNode* node, bool run) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, kOp, 2, 0, &move));
  Numbers numbers;
  TF_LITE_ENSURE_STATUS(numbers.Read(context, node, kOp, 1));
  const TfLiteIntArray* from = move.input->dims;
  const TfLiteIntArray* positions = micro::GetEvalInput(context, node, 1)->dims;
  const int named = positions->size > 0 ? positions->data[positions->size - 1] : 0;
  TF_LITE_ENSURE_MSG(context, named > 0 && named <= from->size,
                     "%s has positions along %d axes of a tensor of rank %d.", kOp, named, from->size);
  if (!HasShape(move.output->dims, from, positions, named)) return WrongOutputShape(context, kOp);
  if (!numbers.known()) return kTfLiteOk;

  const auto bytes = static_cast<size_t>(ExtentOf(from, named, from->size) * move.element_bytes);
  const int32_t chosen = ExtentOf(positions, 0, positions->size - 1);
  for (int32_t i = 0; i < chosen; ++i) {
    int32_t place = 0;
    for (int axis = 0; axis < named; ++axis) {
      const int32_t position = numbers[i * named + axis];
      const int32_t extent = from->data[axis];
      TF_LITE_ENSURE_MSG(context, position >= 0 && position < extent, "%s of element %d of %d.", kOp,
                         static_cast<int>(position), static_cast<int>(extent));
      place = place * extent + position;
    }
    if (!run) continue;
    memcpy(move.output->data.raw + static_cast<size_t>(i) * bytes,
           move.input->data.raw_const + static_cast<size_t>(place) * bytes, bytes);
  }
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_gather_nd");
  return GatherNd(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return GatherNd(context, node, true); }

}  // namespace

TFLMRegistration Register_GATHER_ND() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
