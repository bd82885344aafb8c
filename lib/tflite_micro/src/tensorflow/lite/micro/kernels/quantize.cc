// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/reference/quantize.h"

#include <limits>

#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "QUANTIZE";

bool IsInteger(TfLiteType type) {
  return type == kTfLiteInt8 || type == kTfLiteUInt8 || type == kTfLiteInt16 || type == kTfLiteInt32;
}

// float32 goes to 8 and 16 bits, an integer to any integer.
bool IsSupported(TfLiteType from, TfLiteType to) {
  return IsInteger(to) && (IsInteger(from) || (from == kTfLiteFloat32 && to != kTfLiteInt32));
}

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
  TF_LITE_ENSURE_MSG(
      context, IsSupported(input->type, output->type),
      "%s from %s to %s is not supported; FLOAT32 to INT8, UINT8 and INT16 is, and INT8, UINT8, "
      "INT16 and INT32 to each other.",
      kOp, TfLiteTypeGetName(input->type), TfLiteTypeGetName(output->type));
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

// A block of integers at a time is widened, rescaled and narrowed: four loops for each side in place of one
// for each pair of types.
constexpr int32_t kBlock = 32;

template <typename T>
void Widen(const TfLiteEvalTensor* from, int32_t first, int32_t count, int32_t* to) {
  const T* values = micro::GetTensorData<T>(from) + first;
  for (int32_t i = 0; i < count; ++i) to[i] = values[i];
}

template <typename T>
void Narrow(const int32_t* from, int32_t first, int32_t count, TfLiteEvalTensor* to) {
  T* values = micro::GetTensorData<T>(to) + first;
  for (int32_t i = 0; i < count; ++i) {
    values[i] = static_cast<T>(Clamp(from[i], std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  }
}

void Requantize(const TfLiteEvalTensor* input, const QuantizeOpData& data, int32_t elements,
                TfLiteEvalTensor* output) {
  const auto widen = input->type == kTfLiteInt8    ? Widen<int8_t>
                     : input->type == kTfLiteUInt8 ? Widen<uint8_t>
                     : input->type == kTfLiteInt16 ? Widen<int16_t>
                                                   : Widen<int32_t>;
  const auto narrow = output->type == kTfLiteInt8    ? Narrow<int8_t>
                      : output->type == kTfLiteUInt8 ? Narrow<uint8_t>
                      : output->type == kTfLiteInt16 ? Narrow<int16_t>
                                                     : Narrow<int32_t>;
  int32_t block[kBlock];
  for (int32_t first = 0; first < elements; first += kBlock) {
    const int32_t count = elements - first < kBlock ? elements - first : kBlock;
    widen(input, first, count, block);
    reference::Requantize(block, count, data);
    narrow(block, first, count, output);
  }
}

template <typename Output>
void Quantize(const TfLiteEvalTensor* input, const QuantizeOpData& data, int32_t elements,
              TfLiteEvalTensor* output) {
  reference::Quantize(micro::GetTensorData<float>(input), elements, data,
                      micro::GetTensorData<Output>(output));
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const QuantizeOpData*>(node->user_data);
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const int32_t elements = CountElements(output->dims);
  const auto run = input->type != kTfLiteFloat32  ? Requantize
                   : output->type == kTfLiteInt8  ? Quantize<int8_t>
                   : output->type == kTfLiteUInt8 ? Quantize<uint8_t>
                                                  : Quantize<int16_t>;
  run(input, data, elements, output);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_QUANTIZE() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
