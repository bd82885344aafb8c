// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/memory_helpers.h"

namespace tflite {
namespace {

constexpr char kOp[] = "RESHAPE";

// The output's shape is the model's: the second input and the options only say how the converter arrived at
// it.
TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, input && output, "%s needs an input and an output.", kOp);
  TF_LITE_ENSURE_MSG(context, input->type == output->type && input->bytes == output->bytes,
                     "%s from %d bytes of %s to %d bytes of %s; type and size must stay.", kOp,
                     static_cast<int>(input->bytes), TfLiteTypeGetName(input->type),
                     static_cast<int>(output->bytes), TfLiteTypeGetName(output->type));
  SetKernelName(context, node, "reference_reshape");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  size_t bytes = 0;
  TF_LITE_ENSURE_STATUS(TfLiteEvalTensorByteLength(output, &bytes));
  if (output->data.raw != input->data.raw) {
    std::memcpy(output->data.raw, input->data.raw, bytes);
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_RESHAPE() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
