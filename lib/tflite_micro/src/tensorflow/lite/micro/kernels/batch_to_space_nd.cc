// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/space_batch.h"

namespace tflite {
namespace {

constexpr char kOp[] = "BATCH_TO_SPACE_ND";

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_batch_to_space_nd");
  return MoveBatches(context, node, kOp, false, false, nullptr);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  return MoveBatches(context, node, kOp, false, true, nullptr);
}

}  // namespace

TFLMRegistration Register_BATCH_TO_SPACE_ND() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
