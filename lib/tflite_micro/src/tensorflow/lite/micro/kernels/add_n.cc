// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

// The sum of any number of tensors of one shape. int8 inputs share their scale and are symmetric.

constexpr char kOp[] = "ADD_N";
constexpr int kLeftShift = 20;

struct AddNOpData {
  int32_t input_multiplier;  // to twice the inputs' scale
  int32_t input_shift;
  int32_t output_multiplier;
  int32_t output_shift;
  int32_t output_zero_point;
};
static_assert(sizeof(AddNOpData) == 20, "update kernels/products.py");

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(AddNOpData));
}

TfLiteStatus CheckInput(TfLiteContext* context, const TfLiteTensor& first, const TfLiteTensor* other) {
  TF_LITE_ENSURE_MSG(
      context, other != nullptr && other->type == first.type && TfLiteIntArrayEqual(other->dims, first.dims),
      "%s has operands of several types or shapes.", kOp);
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<AddNOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = AddNOpData{};
  TF_LITE_ENSURE_MSG(context, node->inputs->size >= 2 && node->outputs->size == 1,
                     "%s needs at least two inputs and one output.", kOp);
  const TempTensor first = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, first && (first->type == kTfLiteFloat32 || first->type == kTfLiteInt8),
                     "%s takes FLOAT32 and INT8.", kOp);
  TF_LITE_ENSURE_STATUS(CheckInput(context, *first, output.get()));
  for (int i = 1; i < node->inputs->size; ++i) {
    const TempTensor input = TempTensor::Input(context, node, i);
    TF_LITE_ENSURE_STATUS(CheckInput(context, *first, input.get()));
    TF_LITE_ENSURE_MSG(
        context,
        first->type == kTfLiteFloat32 || (input->params.scale == first->params.scale &&
                                          input->params.zero_point == first->params.zero_point),
        "%s has INT8 inputs of several scales or zero points.", kOp);
  }
  SetKernelName(context, node, first->type == kTfLiteInt8 ? "reference_add_n_s8" : "reference_add_n_f32");
  if (first->type == kTfLiteFloat32) return kTfLiteOk;
  const float scale = first->params.scale;
  TF_LITE_ENSURE_MSG(context, scale > 0.0f && output->params.scale > 0.0f,
                     "%s has a quantised tensor without a scale; convert the model again.", kOp);
  MultiplierOfScales(0.5f, 1.0f, 1.0f, &data->input_multiplier, &data->input_shift);
  MultiplierOfScales(2.0f, scale, output->params.scale, &data->output_multiplier, &data->output_shift);
  // TensorFlow Lite Micro was found to subtract the zero point once more than there are inputs: what it gives
  // for others is wrong, and what is right would differ from it.
  TF_LITE_ENSURE_MSG(context, first->params.zero_point == 0,
                     "%s has INT8 inputs of zero point %d; it must be 0.", kOp,
                     static_cast<int>(first->params.zero_point));
  data->output_zero_point = static_cast<int32_t>(output->params.zero_point);
  return kTfLiteOk;
}

float SumAt(const TfLiteContext* context, const TfLiteNode* node, int32_t i) {
  float sum = 0.0f;
  for (int k = 0; k < node->inputs->size; ++k) {
    sum += micro::GetTensorData<float>(micro::GetEvalInput(context, node, k))[i];
  }
  return sum;
}

int8_t QuantizedSumAt(const TfLiteContext* context, const TfLiteNode* node, int32_t i) {
  const auto& data = *static_cast<const AddNOpData*>(node->user_data);
  int32_t sum = 0;
  for (int k = 0; k < node->inputs->size; ++k) {
    const int32_t value = micro::GetTensorData<int8_t>(micro::GetEvalInput(context, node, k))[i];
    const int32_t scaled = fixed_point::MultiplyByMultiplier(value * (1 << kLeftShift), data.input_multiplier,
                                                             static_cast<int>(data.input_shift));
    sum = fixed_point::Add(sum, scaled);
  }
  // Of factors below 2^-31 nothing is left.
  const int shift = static_cast<int>(data.output_shift) - kLeftShift;
  const int32_t total =
      shift < -31 ? 0 : fixed_point::MultiplyByMultiplier(sum, data.output_multiplier, shift);
  return static_cast<int8_t>(Clamp(fixed_point::Add(total, data.output_zero_point), INT8_MIN, INT8_MAX));
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const int32_t count = CountElements(output->dims);
  for (int32_t i = 0; i < count; ++i) {
    if (output->type == kTfLiteFloat32) {
      micro::GetTensorData<float>(output)[i] = SumAt(context, node, i);
    } else {
      micro::GetTensorData<int8_t>(output)[i] = QuantizedSumAt(context, node, i);
    }
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_ADD_N() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
