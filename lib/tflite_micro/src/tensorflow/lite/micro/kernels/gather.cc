// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "GATHER";

struct Axes {
  int axis;   // that input 1 has positions on
  int batch;  // so many leading axes the two inputs have in common
};

TfLiteStatus AxesOf(TfLiteContext* context, const TfLiteNode* node, int rank, int positions_rank,
                    Axes* axes) {
  const auto& params = *static_cast<const TfLiteGatherParams*>(node->builtin_data);
  axes->batch = params.batch_dims < 0 ? params.batch_dims + positions_rank : params.batch_dims;
  TF_LITE_ENSURE_STATUS(ResolveAxis(context, kOp, params.axis, rank, &axes->axis));
  TF_LITE_ENSURE_MSG(context, axes->batch >= 0 && axes->batch <= axes->axis && axes->batch <= positions_rank,
                     "%s along axis %d has %d batch dimensions.", kOp, axes->axis, params.batch_dims);
  return kTfLiteOk;
}

// The output has the input's axes with the positions' in the place of `axis`.
bool HasShape(const TfLiteIntArray* to, const TfLiteIntArray* from, const TfLiteIntArray* positions,
              const Axes& axes) {
  if (to->size != from->size - 1 + positions->size - axes.batch) return false;
  int place = 0;
  for (int i = 0; i < axes.axis; ++i) {
    if (i < axes.batch && positions->data[i] != from->data[i]) return false;
    if (to->data[place++] != from->data[i]) return false;
  }
  for (int i = axes.batch; i < positions->size; ++i) {
    if (to->data[place++] != positions->data[i]) return false;
  }
  for (int i = axes.axis + 1; i < from->size; ++i) {
    if (to->data[place++] != from->data[i]) return false;
  }
  return true;
}

TfLiteStatus Gather(TfLiteContext* context, TfLiteNode* node, bool run) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, kOp, 2, 0, &move));
  Numbers numbers;
  TF_LITE_ENSURE_STATUS(numbers.Read(context, node, kOp, 1));
  const TfLiteIntArray* from = move.input->dims;
  const TfLiteIntArray* positions = micro::GetEvalInput(context, node, 1)->dims;
  Axes axes{};
  TF_LITE_ENSURE_STATUS(AxesOf(context, node, from->size, positions->size, &axes));
  if (!HasShape(move.output->dims, from, positions, axes)) return WrongOutputShape(context, kOp);
  if (!numbers.known()) return kTfLiteOk;
  const int32_t extent = from->data[axes.axis];
  for (int32_t i = 0; i < numbers.count(); ++i) {
    const int32_t position = numbers[i];
    TF_LITE_ENSURE_MSG(context, position >= 0 && position < extent, "%s of element %d of %d.", kOp,
                       static_cast<int>(position), static_cast<int>(extent));
  }
  if (!run) return kTfLiteOk;

  const int32_t batches = ExtentOf(from, 0, axes.batch);
  const int32_t rows = ExtentOf(from, axes.batch, axes.axis);
  const int32_t chosen = ExtentOf(positions, axes.batch, positions->size);
  const auto bytes = static_cast<size_t>(ExtentOf(from, axes.axis + 1, from->size) * move.element_bytes);
  const char* source = move.input->data.raw_const;
  char* target = move.output->data.raw;
  for (int32_t batch = 0; batch < batches; ++batch) {
    for (int32_t row = 0; row < rows; ++row, source += static_cast<size_t>(extent) * bytes) {
      for (int32_t i = 0; i < chosen; ++i, target += bytes) {
        memcpy(target, source + static_cast<size_t>(numbers[batch * chosen + i]) * bytes, bytes);
      }
    }
  }
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_gather");
  return Gather(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return Gather(context, node, true); }

}  // namespace

TFLMRegistration Register_GATHER() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
