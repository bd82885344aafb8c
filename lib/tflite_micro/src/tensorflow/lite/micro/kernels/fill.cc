// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "FILL";

// Input 0 is the output's shape, input 1 the element that fills it.
TfLiteStatus Fill(TfLiteContext* context, TfLiteNode* node, bool run) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, kOp, 2, 1, &move));
  Numbers shape;
  TF_LITE_ENSURE_STATUS(shape.Read(context, node, kOp, 0));
  const TfLiteIntArray* value = move.input->dims;
  TF_LITE_ENSURE_MSG(context, ExtentOf(value, 0, value->size) == 1, "%s needs one element to fill with.",
                     kOp);
  const TfLiteIntArray* dims = move.output->dims;
  if (shape.known() && !shape.AreShape(dims)) return WrongOutputShape(context, kOp);
  if (run) {
    FillWith(move.input->data.raw, move.element_bytes, move.output->data.raw,
             ExtentOf(dims, 0, dims->size) * move.element_bytes);
  }
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_fill");
  return Fill(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return Fill(context, node, true); }

}  // namespace

TFLMRegistration Register_FILL() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
