// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/internal/parts.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "SPLIT_V";

// Input 1 has the outputs' extents along the axis, one of them perhaps -1 for what is left; input 2 is the
// axis.
TfLiteStatus SplitV(TfLiteContext* context, TfLiteNode* node, bool run) {
  TfLiteEvalTensor* whole = micro::GetMutableEvalInput(context, node, 0);
  Numbers sizes;
  Numbers axis;
  TF_LITE_ENSURE_MSG(context, whole != nullptr && node->outputs->size > 0, "%s needs 3 inputs and an output.",
                     kOp);
  TF_LITE_ENSURE_STATUS(sizes.Read(context, node, kOp, 1));
  TF_LITE_ENSURE_STATUS(axis.Read(context, node, kOp, 2));
  const auto& params = *static_cast<const TfLiteSplitVParams*>(node->builtin_data);
  const int outputs = node->outputs->size;
  TF_LITE_ENSURE_MSG(context, params.num_splits == outputs && sizes.count() == outputs && axis.count() == 1,
                     "%s into %d has %d sizes, %d outputs and %d axes.", kOp, params.num_splits,
                     static_cast<int>(sizes.count()), outputs, static_cast<int>(axis.count()));
  if (!sizes.known() || !axis.known()) return kTfLiteOk;
  const Parts parts = {kOp, whole, node->outputs, axis[0], false};
  TF_LITE_ENSURE_STATUS(CheckParts(context, parts));
  int along = 0;
  TF_LITE_ENSURE_STATUS(ResolveAxis(context, kOp, axis[0], whole->dims->size, &along));
  for (int i = 0; i < outputs; ++i) {
    const int extent = micro::GetEvalOutput(context, node, i)->dims->data[along];
    TF_LITE_ENSURE_MSG(context, sizes[i] == extent || sizes[i] == -1,
                       "%s has an output %d of %d elements along its axis; its size is %d.", kOp, i, extent,
                       static_cast<int>(sizes[i]));
  }
  return run ? CopyParts(context, parts, false) : kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_split_v");
  return SplitV(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return SplitV(context, node, true); }

}  // namespace

TFLMRegistration Register_SPLIT_V() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
