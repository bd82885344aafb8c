// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "SHAPE";

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TF_LITE_ENSURE_MSG(context, input != nullptr && node->outputs->size == 1,
                     "%s needs an input and an output.", kOp);
  const TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  TF_LITE_ENSURE_MSG(context, output->type == kTfLiteInt32 || output->type == kTfLiteInt64,
                     "%s has an output %s; it must be INT32 or INT64.", kOp, TfLiteTypeGetName(output->type));
  if (ExtentOf(output->dims, 0, output->dims->size) != input->dims->size) {
    return WrongOutputShape(context, kOp);
  }
  SetKernelName(context, node, "reference_shape");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteIntArray* dims = micro::GetEvalInput(context, node, 0)->dims;
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  for (int i = 0; i < dims->size; ++i) {
    if (output->type == kTfLiteInt32) {
      output->data.i32[i] = dims->data[i];
    } else {
      output->data.i64[i] = dims->data[i];
    }
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_SHAPE() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
