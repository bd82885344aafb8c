// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/add_sub.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr const char* kNames[] = {"reference_add_f32", "reference_add_s8", "reference_add_s16",
                                  "reference_add_s32"};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteAddParams*>(node->builtin_data);
  return AddSubPrepare(context, node, params->activation, "ADD", kAddSubRows<1>, kNames);
}

}  // namespace

TFLMRegistration Register_ADD() { return micro::RegisterOp(AddSubInit, Prepare, AddSubInvoke); }

}  // namespace tflite
