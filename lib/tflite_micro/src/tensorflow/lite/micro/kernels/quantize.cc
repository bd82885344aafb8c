// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/reference/quantize.h"

#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "QUANTIZE";

bool IsByte(TfLiteType type) { return type == kTfLiteInt8 || type == kTfLiteUInt8; }

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
  TF_LITE_ENSURE_MSG(context, (input->type == kTfLiteFloat32 || IsByte(input->type)) && IsByte(output->type),
                     "%s from %s to %s is not supported; FLOAT32, INT8 and UINT8 to INT8 and UINT8 are.", kOp,
                     TfLiteTypeGetName(input->type), TfLiteTypeGetName(output->type));
  TF_LITE_ENSURE_MSG(context, CountElements(input->dims) == CountElements(output->dims),
                     "%s needs an input and an output of one shape.", kOp);
  TF_LITE_ENSURE_MSG(
      context, output->params.scale > 0.0f && (input->type == kTfLiteFloat32 || input->params.scale > 0.0f),
      "%s has a quantised tensor without a scale; convert the model again.", kOp);
  data->scale = output->params.scale;
  data->output_zero_point = output->params.zero_point;
  if (input->type == kTfLiteFloat32) {
    SetKernelName(context, node, "reference_quantize_f32");
    return kTfLiteOk;
  }
  data->input_zero_point = input->params.zero_point;
  QuantizeMultiplier(static_cast<double>(input->params.scale) / static_cast<double>(output->params.scale),
                     &data->multiplier, &data->shift);
  SetKernelName(context, node, "reference_requantize");
  return kTfLiteOk;
}

template <typename Output>
void Run(const TfLiteEvalTensor* input, const QuantizeOpData& data, TfLiteEvalTensor* output) {
  const int32_t count = CountElements(output->dims);
  auto* to = micro::GetTensorData<Output>(output);
  if (input->type == kTfLiteFloat32) {
    reference::Quantize(micro::GetTensorData<float>(input), count, data, to);
  } else if (input->type == kTfLiteInt8) {
    reference::Requantize(micro::GetTensorData<int8_t>(input), count, data, to);
  } else {
    reference::Requantize(micro::GetTensorData<uint8_t>(input), count, data, to);
  }
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const QuantizeOpData*>(node->user_data);
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  if (output->type == kTfLiteInt8) {
    Run<int8_t>(input, data, output);
  } else {
    Run<uint8_t>(input, data, output);
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_QUANTIZE() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
