// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/reduce.h"

namespace tflite {
namespace {

// Whether the output has the axes that stay. Axes of extent 1 may be kept or dropped: they move nothing.
bool HasShape(const TfLiteIntArray* output, const TfLiteIntArray* input, unsigned axes) {
  int place = 0;
  for (int axis = 0; axis < input->size; ++axis) {
    if ((axes >> axis & 1) != 0 || input->data[axis] == 1) continue;
    while (place < output->size && output->data[place] == 1) ++place;
    if (place == output->size || output->data[place++] != input->data[axis]) return false;
  }
  while (place < output->size && output->data[place] == 1) ++place;
  return place == output->size;
}

}  // namespace

TfLiteStatus ReduceNode::Read(TfLiteContext* context, TfLiteNode* node, const char* op) {
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, op, 2, 0, &move));
  Numbers numbers;
  TF_LITE_ENSURE_STATUS(numbers.Read(context, node, op, 1));
  const TfLiteIntArray* dims = move.input->dims;
  TF_LITE_ENSURE_MSG(context, ExtentOf(dims, 0, dims->size) > 0, "%s has an empty input.", op);
  axes = 0;
  known = numbers.known();
  if (!known) return kTfLiteOk;
  for (int32_t i = 0; i < numbers.count(); ++i) {
    int axis = 0;
    TF_LITE_ENSURE_STATUS(ResolveAxis(context, op, numbers[i], dims->size, &axis));
    axes |= 1u << axis;
  }
  return HasShape(move.output->dims, dims, axes) ? kTfLiteOk : WrongOutputShape(context, op);
}

TfLiteStatus ReducePrepare(TfLiteContext* context, TfLiteNode* node, const char* op, const Reducer* reducers,
                           size_t count) {
  ReduceNode reduce{};
  TF_LITE_ENSURE_STATUS(reduce.Read(context, node, op));
  for (size_t i = 0; i < count; ++i) {
    if (reducers[i].type != reduce.move.input->type) continue;
    SetKernelName(context, node, reducers[i].name);
    return kTfLiteOk;
  }
  TF_LITE_KERNEL_LOG(context, "%s on %s is not in this runtime; convert the model with other types.", op,
                     TfLiteTypeGetName(reduce.move.input->type));
  return kTfLiteError;
}

}  // namespace tflite
