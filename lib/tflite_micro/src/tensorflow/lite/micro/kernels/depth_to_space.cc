// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/depth_space.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

TfLiteStatus Move(TfLiteContext* context, TfLiteNode* node, bool run) {
  const auto& params = *static_cast<const TfLiteDepthToSpaceParams*>(node->builtin_data);
  return MoveBlocks(context, node, "DEPTH_TO_SPACE", params.block_size, false, run);
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_depth_to_space");
  return Move(context, node, false);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) { return Move(context, node, true); }

}  // namespace

TFLMRegistration Register_DEPTH_TO_SPACE() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
