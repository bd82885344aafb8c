// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/reshape.h"

namespace tflite {
namespace {

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  return ReshapePrepare(context, node, "EXPAND_DIMS", "reference_expand_dims");
}

}  // namespace

TFLMRegistration Register_EXPAND_DIMS() { return micro::RegisterOp(nullptr, Prepare, ReshapeInvoke); }

}  // namespace tflite
