// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/float16.h"
#include "tensorflow/lite/micro/kernels/internal/reference/quantize.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "DEQUANTIZE";

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(QuantizeOpData));
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<QuantizeOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = QuantizeOpData{};
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, input && output, "%s needs an input and an output.", kOp);
  const bool half = input->type == kTfLiteFloat16;
  TF_LITE_ENSURE_MSG(
      context,
      (half || input->type == kTfLiteInt8 || input->type == kTfLiteUInt8 || input->type == kTfLiteInt16) &&
          output->type == kTfLiteFloat32,
      "%s from %s to %s is not supported; INT8, UINT8, INT16 and FLOAT16 to FLOAT32 are.", kOp,
      TfLiteTypeGetName(input->type), TfLiteTypeGetName(output->type));
  TF_LITE_ENSURE_MSG(context, CountElements(input->dims) == CountElements(output->dims),
                     "%s needs an input and an output of one shape.", kOp);
  TF_LITE_ENSURE_MSG(
      context, half || input->params.scale > 0.0f,
      "%s has an input without a single scale; only tensors with one scale can be dequantised.", kOp);
  data->scale = input->params.scale;
  data->input_zero_point = input->params.zero_point;
  SetKernelName(context, node, half ? "reference_dequantize_f16" : "reference_dequantize");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const QuantizeOpData*>(node->user_data);
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const int32_t count = CountElements(output->dims);
  auto* to = micro::GetTensorData<float>(output);
  if (input->type == kTfLiteInt8) {
    reference::Dequantize(micro::GetTensorData<int8_t>(input), count, data, to);
  } else if (input->type == kTfLiteUInt8) {
    reference::Dequantize(micro::GetTensorData<uint8_t>(input), count, data, to);
  } else if (input->type == kTfLiteInt16) {
    reference::Dequantize(micro::GetTensorData<int16_t>(input), count, data, to);
  } else {
    const auto* from = micro::GetTensorData<TfLiteFloat16>(input);
    for (int32_t i = 0; i < count; ++i) {
      to[i] = ToFloat(from[i]);
    }
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_DEQUANTIZE() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
