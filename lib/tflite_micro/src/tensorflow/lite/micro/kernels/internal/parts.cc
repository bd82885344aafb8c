// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/parts.h"

#include <cstring>

namespace tflite {
namespace {

// Extent of a part along the axis that the whole is made along.
int32_t Thickness(const Parts& parts, const TfLiteEvalTensor& part, int axis) {
  return parts.stacked ? 1 : part.dims->data[axis];
}

bool Fits(const Parts& parts, const TfLiteEvalTensor& part, int axis) {
  const TfLiteIntArray* whole = parts.whole->dims;
  if (part.dims->size != whole->size - (parts.stacked ? 1 : 0)) return false;
  for (int i = 0, own = 0; i < whole->size; ++i) {
    if (i == axis && parts.stacked) continue;
    if (i != axis && part.dims->data[own] != whole->data[i]) return false;
    ++own;
  }
  return true;
}

}  // namespace

TfLiteStatus CheckParts(TfLiteContext* context, const Parts& parts) {
  int32_t bytes = 0;
  TF_LITE_ENSURE_STATUS(ElementBytes(context, parts.whole, parts.op, &bytes));
  const TfLiteIntArray* dims = parts.whole->dims;
  int axis = 0;
  TF_LITE_ENSURE_STATUS(ResolveAxis(context, parts.op, parts.axis, dims->size, &axis));
  int32_t left = dims->data[axis];
  for (int i = 0; i < parts.indices->size; ++i) {
    TF_LITE_ENSURE_MSG(context, parts.indices->data[i] >= 0, "%s lacks its tensor %d.", parts.op, i);
    const TfLiteEvalTensor& part = *context->GetEvalTensor(context, parts.indices->data[i]);
    TF_LITE_ENSURE_MSG(context, part.type == parts.whole->type, "%s has a part %s of a tensor %s.", parts.op,
                       TfLiteTypeGetName(part.type), TfLiteTypeGetName(parts.whole->type));
    TF_LITE_ENSURE_MSG(context, Fits(parts, part, axis),
                       "%s has a part %d of a shape that does not fit the whole.", parts.op, i);
    left -= Thickness(parts, part, axis);
    if (left < 0) break;
  }
  TF_LITE_ENSURE_MSG(context, left == 0, "%s has parts that do not add up to %d along axis %d.", parts.op,
                     dims->data[axis], axis);
  return kTfLiteOk;
}

TfLiteStatus CopyParts(TfLiteContext* context, const Parts& parts, bool joining) {
  const TfLiteIntArray* dims = parts.whole->dims;
  int axis = 0;
  int32_t bytes = 0;
  TF_LITE_ENSURE_STATUS(ResolveAxis(context, parts.op, parts.axis, dims->size, &axis));
  TF_LITE_ENSURE_STATUS(ElementBytes(context, parts.whole, parts.op, &bytes));
  const int32_t rows = ExtentOf(dims, 0, axis);
  const int32_t step = ExtentOf(dims, axis + 1, dims->size) * bytes;  // along the axis
  const auto row = static_cast<size_t>(step * dims->data[axis]);
  char* whole = parts.whole->data.raw;
  for (int i = 0; i < parts.indices->size; ++i) {
    const TfLiteEvalTensor& part = *context->GetEvalTensor(context, parts.indices->data[i]);
    const auto piece = static_cast<size_t>(step * Thickness(parts, part, axis));
    char* own = part.data.raw;
    char* place = whole;
    for (int32_t k = 0; k < rows; ++k, own += piece, place += row) {
      memcpy(joining ? place : own, joining ? own : place, piece);
    }
    whole += piece;
  }
  return kTfLiteOk;
}

}  // namespace tflite
