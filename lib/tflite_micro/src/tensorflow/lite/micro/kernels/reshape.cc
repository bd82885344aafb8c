// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/reshape.h"

#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  return ReshapePrepare(context, node, "RESHAPE", "reference_reshape");
}

}  // namespace

TFLMRegistration Register_RESHAPE() { return micro::RegisterOp(nullptr, Prepare, ReshapeInvoke); }

}  // namespace tflite
