// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/internal/parts.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "SPLIT";

// Input 0 is the axis, input 1 what is split, into equal parts.
TfLiteStatus Split(TfLiteContext* context, TfLiteNode* node, bool run) {
  TfLiteEvalTensor* whole = micro::GetMutableEvalInput(context, node, 1);
  Numbers axis;
  TF_LITE_ENSURE_MSG(context, whole != nullptr && node->outputs->size > 0, "%s needs 2 inputs and an output.",
                     kOp);
  TF_LITE_ENSURE_STATUS(axis.Read(context, node, kOp, 0));
  TF_LITE_ENSURE_MSG(context, axis.count() == 1, "%s has %d axes; it needs 1.", kOp,
                     static_cast<int>(axis.count()));
  const auto* params = static_cast<const TfLiteSplitParams*>(node->builtin_data);
  TF_LITE_ENSURE_MSG(context, params == nullptr || params->num_splits == node->outputs->size,
                     "%s into %d has %d outputs.", kOp, params->num_splits, node->outputs->size);
  for (int i = 1; i < node->outputs->size; ++i) {
    TF_LITE_ENSURE_MSG(context,
                       TfLiteIntArrayEqual(micro::GetEvalOutput(context, node, i)->dims,
                                           micro::GetEvalOutput(context, node, 0)->dims),
                       "%s has outputs of different shapes.", kOp);
  }
  if (!axis.known()) return kTfLiteOk;
  const Parts parts = {kOp, whole, node->outputs, axis[0], false};
  TF_LITE_ENSURE_STATUS(CheckParts(context, parts));
  return run ? CopyParts(context, parts, false) : kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_split");
  return Split(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return Split(context, node, true); }

}  // namespace

TFLMRegistration Register_SPLIT() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
