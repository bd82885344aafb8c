// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/add_sub.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr const char* kNames[] = {"reference_sub_f32", "reference_sub_s8", "reference_sub_s16",
                                  "reference_sub_s32"};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteSubParams*>(node->builtin_data);
  return AddSubPrepare(context, node, params->activation, "SUB", kAddSubRows<-1>, kNames);
}

}  // namespace

TFLMRegistration Register_SUB() { return micro::RegisterOp(AddSubInit, Prepare, AddSubInvoke); }

}  // namespace tflite
