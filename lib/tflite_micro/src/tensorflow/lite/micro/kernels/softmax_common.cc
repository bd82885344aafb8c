// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/exponential.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/reference/softmax.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/softmax.h"

namespace tflite {
namespace {

constexpr char kOp[] = "SOFTMAX";

float BetaOf(const TfLiteNode* node) {
  return static_cast<const TfLiteSoftmaxParams*>(node->builtin_data)->beta;
}

TfLiteStatus ParseInt8(TfLiteContext* context, const TfLiteTensor& input, const TfLiteTensor& output,
                       float beta, SoftmaxOpData* data) {
  TF_LITE_ENSURE_MSG(
      context, output.params.zero_point == -128 && std::fabs(output.params.scale - 1.0f / 256.0f) < 1e-6f,
      "%s needs an int8 output of scale 1/256 and zero point -128; the model has %f and %d.", kOp,
      static_cast<double>(output.params.scale), static_cast<int>(output.params.zero_point));
  // An input step as Q5.26, at most the largest int32.
  constexpr int kFractionBits = 31 - fixed_point::kExpIntegerBits;
  const double step = static_cast<double>(beta) * static_cast<double>(input.params.scale) *
                      static_cast<double>(INT32_C(1) << kFractionBits);
  constexpr double kLargest = static_cast<double>(INT32_MAX);
  QuantizeMultiplier(step < kLargest ? step : kLargest, &data->multiplier, &data->shift);
  TF_LITE_ENSURE_MSG(context, data->shift >= 0 && data->shift <= 31,
                     "%s has an input scale too small for its exponential.", kOp);
  // The largest difference whose Q5.26 value does not overflow.
  const double largest = static_cast<double>((1 << fixed_point::kExpIntegerBits) - 1) *
                         static_cast<double>(INT32_C(1) << kFractionBits) /
                         static_cast<double>(INT64_C(1) << data->shift);
  data->diff_min = -static_cast<int32_t>(std::floor(largest));
  return kTfLiteOk;
}

}  // namespace

void* SoftmaxInit(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(SoftmaxOpData));
}

TfLiteStatus SoftmaxPrepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<SoftmaxOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = SoftmaxOpData{};
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, input && output, "%s needs an input and an output.", kOp);
  TF_LITE_ENSURE_MSG(
      context, input->type == output->type && (input->type == kTfLiteFloat32 || input->type == kTfLiteInt8),
      "%s has input %s and output %s; both must be FLOAT32, or both INT8.", kOp,
      TfLiteTypeGetName(input->type), TfLiteTypeGetName(output->type));
  TF_LITE_ENSURE_MSG(context,
                     input->dims->size > 0 && input->dims->data[input->dims->size - 1] > 0 &&
                         CountElements(input->dims) == CountElements(output->dims),
                     "%s needs an input and an output of one shape.", kOp);
  if (input->type == kTfLiteFloat32) {
    SetKernelName(context, node, "reference_softmax_f32");
    return kTfLiteOk;
  }
  SetKernelName(context, node, "reference_softmax_s8");
  return ParseInt8(context, *input, *output, BetaOf(node), data);
}

TfLiteStatus SoftmaxReference(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const int32_t depth = input->dims->data[input->dims->size - 1];
  const int32_t rows = CountElements(input->dims) / depth;
  if (input->type == kTfLiteFloat32) {
    reference::SoftmaxFloat(micro::GetTensorData<float>(input), rows, depth, BetaOf(node),
                            micro::GetTensorData<float>(output));
  } else {
    reference::SoftmaxInt8(micro::GetTensorData<int8_t>(input), rows, depth,
                           *static_cast<const SoftmaxOpData*>(node->user_data),
                           micro::GetTensorData<int8_t>(output));
  }
  return kTfLiteOk;
}

}  // namespace tflite
