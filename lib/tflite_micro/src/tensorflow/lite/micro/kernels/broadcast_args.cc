// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "BROADCAST_ARGS";

// The extent that the `k`-th axis from behind has in a shape.
int32_t ExtentAt(const Numbers& shape, int32_t k) {
  return k < shape.count() ? shape[shape.count() - 1 - k] : 1;
}

TfLiteStatus BroadcastArgs(TfLiteContext* context, TfLiteNode* node, bool run) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, kOp, 2, 0, &move));
  Numbers a;
  Numbers b;
  TF_LITE_ENSURE_STATUS(a.Read(context, node, kOp, 0));
  TF_LITE_ENSURE_STATUS(b.Read(context, node, kOp, 1));
  TF_LITE_ENSURE_MSG(context, micro::GetEvalInput(context, node, 1)->type == move.output->type,
                     "%s has inputs of two types.", kOp);
  const TfLiteIntArray* to = move.output->dims;
  const int32_t rank = a.count() > b.count() ? a.count() : b.count();
  if (to->size != 1 || to->data[0] != rank) return WrongOutputShape(context, kOp);
  if (!a.known() || !b.known()) return kTfLiteOk;
  for (int32_t k = 0; k < rank; ++k) {
    const int32_t first = ExtentAt(a, k);
    const int32_t second = ExtentAt(b, k);
    TF_LITE_ENSURE_MSG(context, first == second || first == 1 || second == 1,
                       "%s of the extents %d and %d, which do not go together.", kOp, static_cast<int>(first),
                       static_cast<int>(second));
    if (!run) continue;
    const int32_t extent = first == 1 ? second : first;
    if (move.output->type == kTfLiteInt32) {
      move.output->data.i32[rank - 1 - k] = extent;
    } else {
      move.output->data.i64[rank - 1 - k] = extent;
    }
  }
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_broadcast_args");
  return BroadcastArgs(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return BroadcastArgs(context, node, true); }

}  // namespace

TFLMRegistration Register_BROADCAST_ARGS() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
