// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/reshape.h"
#include "tensorflow/lite/micro/memory_helpers.h"

namespace tflite {

TfLiteStatus ReshapePrepare(TfLiteContext* context, TfLiteNode* node, const char* op, const char* name) {
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, input && output, "%s needs an input and an output.", op);
  TF_LITE_ENSURE_MSG(context, input->type == output->type && input->bytes == output->bytes,
                     "%s from %d bytes of %s to %d bytes of %s; type and size must stay.", op,
                     static_cast<int>(input->bytes), TfLiteTypeGetName(input->type),
                     static_cast<int>(output->bytes), TfLiteTypeGetName(output->type));
  SetKernelName(context, node, name);
  return kTfLiteOk;
}

TfLiteStatus ReshapeInvoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  size_t bytes = 0;
  TF_LITE_ENSURE_STATUS(TfLiteEvalTensorByteLength(output, &bytes));
  if (output->data.raw != input->data.raw) {
    std::memcpy(output->data.raw, input->data.raw, bytes);
  }
  return kTfLiteOk;
}

}  // namespace tflite
