// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/logarithm.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

// Each vector along the last dimension divided by its Euclidean length.

constexpr char kOp[] = "L2_NORMALIZATION";

struct L2NormalizationOpData {
  int32_t input_zero_point;
};
static_assert(sizeof(L2NormalizationOpData) == 4, "update kernels/products.py");

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(L2NormalizationOpData));
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<L2NormalizationOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, input && output && node->inputs->size == 1 && node->outputs->size == 1,
                     "%s needs one input and one output.", kOp);
  const TfLiteType type = input->type;
  TF_LITE_ENSURE_MSG(
      context,
      (type == kTfLiteFloat32 || type == kTfLiteInt8) && output->type == type && input->dims->size > 0 &&
          TfLiteIntArrayEqual(input->dims, output->dims),
      "%s from %s to %s; both must be FLOAT32 or INT8 and of one shape of at least one dimension.", kOp,
      TfLiteTypeGetName(type), TfLiteTypeGetName(output->type));
  const auto& params = *static_cast<const TfLiteL2NormParams*>(node->builtin_data);
  TF_LITE_ENSURE_MSG(context, params.activation == kTfLiteActNone, "%s has a fused activation.", kOp);
  TF_LITE_ENSURE_MSG(
      context,
      type == kTfLiteFloat32 || (output->params.scale == 1.0f / 128.0f && output->params.zero_point == 0),
      "%s of INT8 needs an output of scale 1/128 and zero point 0.", kOp);
  data->input_zero_point = static_cast<int32_t>(input->params.zero_point);
  SetKernelName(context, node,
                type == kTfLiteInt8 ? "reference_l2_normalization_s8" : "reference_l2_normalization_f32");
  return kTfLiteOk;
}

void Normalize(const float* input, int32_t count, float* output) {
  float squares = 0.0f;
  for (int32_t i = 0; i < count; ++i) squares += input[i] * input[i];
  // Nothing is divided by less than this.
  constexpr float kLeast = 1e-6f;
  const float root = std::sqrt(squares);
  const float length = root > kLeast ? root : kLeast;
  for (int32_t i = 0; i < count; ++i) output[i] = input[i] / length;
}

void Normalize(const int8_t* input, int32_t count, int32_t zero_point, int8_t* output) {
  uint32_t squares = 0;
  for (int32_t i = 0; i < count; ++i) {
    const int32_t value = input[i] - zero_point;
    squares += static_cast<uint32_t>(value * value);
  }
  int32_t multiplier = 0;
  int32_t shift = 0;
  const int32_t length = static_cast<int32_t>(squares & INT32_MAX);
  if (length > 0) fixed_point::ReciprocalRoot(length, &multiplier, &shift);
  constexpr int kFractionBits = 7;
  for (int32_t i = 0; i < count; ++i) {
    const int32_t value = fixed_point::MultiplyByMultiplier(input[i] - zero_point, multiplier,
                                                            static_cast<int>(shift) + kFractionBits);
    output[i] = static_cast<int8_t>(Clamp(value, INT8_MIN, INT8_MAX));
  }
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const int32_t depth = input->dims->data[input->dims->size - 1];
  const int32_t elements = CountElements(input->dims);
  for (int32_t first = 0; first < elements; first += depth) {
    if (input->type == kTfLiteFloat32) {
      Normalize(micro::GetTensorData<float>(input) + first, depth,
                micro::GetTensorData<float>(output) + first);
    } else {
      Normalize(micro::GetTensorData<int8_t>(input) + first, depth,
                static_cast<const L2NormalizationOpData*>(node->user_data)->input_zero_point,
                micro::GetTensorData<int8_t>(output) + first);
    }
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_L2_NORMALIZATION() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
