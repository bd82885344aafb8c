// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/memory_helpers.h"

namespace tflite {
namespace {

constexpr char kOp[] = "ZEROS_LIKE";

// Quantised zeros too are the number 0, as upstream has it, and not the zero point.
TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(CheckBroadcast(context, node, 1, kOp));
  const TfLiteType type = TempTensor::Input(context, node, 0)->type;
  TF_LITE_ENSURE_MSG(
      context,
      type == TempTensor::Output(context, node, 0)->type &&
          (type == kTfLiteFloat32 || type == kTfLiteInt8 || type == kTfLiteInt32 || type == kTfLiteInt64),
      "%s on %s is not in this runtime; FLOAT32, INT8, INT32 and INT64 are.", kOp, TfLiteTypeGetName(type));
  SetKernelName(context, node, "reference_zeros_like");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  size_t bytes = 0;
  TF_LITE_ENSURE_STATUS(TfLiteEvalTensorByteLength(output, &bytes));
  memset(output->data.raw, 0, bytes);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_ZEROS_LIKE() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
