// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/space_batch.h"

namespace tflite {
namespace {

constexpr char kOp[] = "SPACE_TO_BATCH_ND";

// The number 0 as an element. Little-endian: its first bytes are it.
struct SpaceToBatchOpData {
  int64_t padding;
};

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(SpaceToBatchOpData));
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<SpaceToBatchOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  SetKernelName(context, node, "reference_space_to_batch_nd");
  TF_LITE_ENSURE_STATUS(MoveBatches(context, node, kOp, true, false, nullptr));
  const TempTensor output = TempTensor::Output(context, node, 0);
  data->padding = output->type == kTfLiteFloat32 ? 0 : output->params.zero_point;
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  return MoveBatches(context, node, kOp, true, true,
                     &static_cast<const SpaceToBatchOpData*>(node->user_data)->padding);
}

}  // namespace

TFLMRegistration Register_SPACE_TO_BATCH_ND() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
