// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/movement.h"

#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/memory_helpers.h"

namespace tflite {
TfLiteStatus ElementBytes(TfLiteContext* context, const TfLiteEvalTensor* tensor, const char* op,
                          int32_t* bytes) {
  size_t size = 0;
  TF_LITE_ENSURE_MSG(context, TfLiteTypeSizeOf(tensor->type, &size) == kTfLiteOk,
                     "%s on %s is not in this runtime; convert the model with other types.", op,
                     TfLiteTypeGetName(tensor->type));
  TF_LITE_ENSURE_MSG(context, tensor->dims->size <= kMostMovedDimensions,
                     "%s has a tensor of more than %d dimensions.", op, kMostMovedDimensions);
  *bytes = static_cast<int32_t>(size);
  return kTfLiteOk;
}

TfLiteStatus GetMovement(TfLiteContext* context, const TfLiteNode* node, const char* op, int inputs,
                         int moved, Movement* movement) {
  bool all = node->inputs->size >= inputs && node->outputs->size == 1;
  for (int i = 0; all && i < inputs; ++i) all = micro::GetEvalInput(context, node, i) != nullptr;
  TF_LITE_ENSURE_MSG(context, all, "%s needs %d inputs and an output.", op, inputs);
  movement->input = micro::GetEvalInput(context, node, moved);
  movement->output = micro::GetEvalOutput(context, node, 0);
  TF_LITE_ENSURE_MSG(context, movement->input->type == movement->output->type,
                     "%s from %s to %s; both must be of one type.", op,
                     TfLiteTypeGetName(movement->input->type), TfLiteTypeGetName(movement->output->type));
  TF_LITE_ENSURE_STATUS(ElementBytes(context, movement->output, op, &movement->element_bytes));
  return ElementBytes(context, movement->input, op, &movement->element_bytes);
}

TfLiteStatus Numbers::Read(TfLiteContext* context, const TfLiteNode* node, const char* op, int index) {
  tensor_ = micro::GetEvalInput(context, node, index);
  TF_LITE_ENSURE_MSG(context,
                     tensor_ != nullptr && (tensor_->type == kTfLiteInt32 || tensor_->type == kTfLiteInt64),
                     "%s needs an INT32 or INT64 tensor as input %d.", op, index);
  return kTfLiteOk;
}

int32_t Numbers::count() const { return CountElements(tensor_->dims); }

int32_t Numbers::operator[](int32_t i) const {
  if (tensor_->type == kTfLiteInt32) return tensor_->data.i32[i];
  const int64_t value = tensor_->data.i64[i];
  return value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : static_cast<int32_t>(value);
}

bool Numbers::AreShape(const TfLiteIntArray* dims) const {
  bool same = count() == dims->size;
  for (int i = 0; same && i < dims->size; ++i) same = (*this)[i] == dims->data[i];
  return same;
}

TfLiteStatus ResolveAxis(TfLiteContext* context, const char* op, int32_t axis, int rank, int* resolved) {
  TF_LITE_ENSURE_MSG(context, axis >= -rank && axis < rank, "%s has axis %d of a tensor of rank %d.", op,
                     static_cast<int>(axis), rank);
  *resolved = static_cast<int>(axis < 0 ? axis + rank : axis);
  return kTfLiteOk;
}

int32_t ExtentOf(const TfLiteIntArray* dims, int begin, int end) {
  int32_t extent = 1;
  for (int axis = begin; axis < end; ++axis) extent *= dims->data[axis];
  return extent;
}

TfLiteStatus WrongOutputShape(TfLiteContext* context, const char* op) {
  TF_LITE_KERNEL_LOG(context, "%s has an output of another shape than its inputs give.", op);
  return kTfLiteError;
}

void FillWith(const void* value, int32_t element_bytes, void* to, int32_t bytes) {
  if (bytes < element_bytes) return;
  auto* target = static_cast<char*>(to);
  memcpy(target, value, static_cast<size_t>(element_bytes));
  // What is there is doubled until all is.
  for (int32_t done = element_bytes; done < bytes;) {
    const int32_t more = done < bytes - done ? done : bytes - done;
    memcpy(target + done, target, static_cast<size_t>(more));
    done += more;
  }
}

}  // namespace tflite
