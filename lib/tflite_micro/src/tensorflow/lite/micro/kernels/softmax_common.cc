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

TfLiteStatus Check(TfLiteContext* context, const TfLiteNode* node, const TempTensor& input,
                   const TempTensor& output, TfLiteType from, TfLiteType to) {
  TF_LITE_ENSURE_MSG(context, node->user_data != nullptr,
                     "%s finds no room for its parameters; enlarge the arena.", kOp);
  TF_LITE_ENSURE_MSG(context, input && output, "%s needs an input and an output.", kOp);
  TF_LITE_ENSURE_MSG(context, input->type == from && output->type == to,
                     "%s has input %s and output %s; this kernel makes %s of %s.", kOp,
                     TfLiteTypeGetName(input->type), TfLiteTypeGetName(output->type), TfLiteTypeGetName(to),
                     TfLiteTypeGetName(from));
  TF_LITE_ENSURE_MSG(context,
                     input->dims->size > 0 && input->dims->data[input->dims->size - 1] > 0 &&
                         CountElements(input->dims) == CountElements(output->dims),
                     "%s needs an input and an output of one shape.", kOp);
  return kTfLiteOk;
}

}  // namespace

void* SoftmaxInit(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(SoftmaxOpData));
}

SoftmaxShape GetSoftmaxShape(const TfLiteEvalTensor& input) {
  const int32_t depth = input.dims->data[input.dims->size - 1];
  return {CountElements(input.dims) / depth, depth};
}

const SoftmaxForm& SoftmaxFormOf(const TfLiteContext* context, const TfLiteNode* node,
                                 const SoftmaxForm* forms, int count) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  if (input == nullptr || output == nullptr) return forms[0];
  for (int i = 0; i < count; ++i) {
    if (forms[i].input == input->type && forms[i].output == output->type) return forms[i];
  }
  return forms[0];
}

TfLiteStatus SoftmaxPrepareFloat32(TfLiteContext* context, TfLiteNode* node) {
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_STATUS(Check(context, node, input, output, kTfLiteFloat32, kTfLiteFloat32));
  *static_cast<SoftmaxOpData*>(node->user_data) = SoftmaxOpData{};
  SetKernelName(context, node, "reference_softmax_f32");
  return kTfLiteOk;
}

namespace {

// The specification prescribes the output's steps, `kSteps` from 0 to 1. A template, so that an image with
// one type of output pays for no more.
template <TfLiteType kTo, int32_t kSteps>
TfLiteStatus PrepareInteger(TfLiteContext* context, TfLiteNode* node, TfLiteType from, int32_t zero_point,
                            float* input_scale) {
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_STATUS(Check(context, node, input, output, from, kTo));
  constexpr float kScale = 1.0f / static_cast<float>(kSteps);
  TF_LITE_ENSURE_MSG(
      context,
      output->params.zero_point == zero_point && std::fabs(output->params.scale - kScale) < kScale / 1024.0f,
      "%s needs an output of scale 1/%d and zero point %d.", kOp, static_cast<int>(kSteps),
      static_cast<int>(zero_point));
  *input_scale = input->params.scale;
  return kTfLiteOk;
}

template <TfLiteType kTo, int32_t kSteps>
TfLiteStatus PrepareInt8(TfLiteContext* context, TfLiteNode* node, const char* name) {
  float input_scale = 0.0f;
  TF_LITE_ENSURE_STATUS(
      (PrepareInteger<kTo, kSteps>(context, node, kTfLiteInt8, -(kSteps / 2), &input_scale)));
  // An input step as Q5.26.
  constexpr int kFractionBits = 31 - fixed_point::kExpIntegerBits;
  auto* data = static_cast<SoftmaxOpData*>(node->user_data);
  MultiplierOfScales(BetaOf(node), input_scale, 1.0f / static_cast<float>(1 << kFractionBits),
                     &data->multiplier, &data->shift);
  TF_LITE_ENSURE_MSG(context, BetaOf(node) >= 0.0f && data->shift >= 0,
                     "%s has a beta or an input scale that its exponential cannot take.", kOp);
  // The largest difference whose Q5.26 value does not overflow.
  data->diff_min = -((((1 << fixed_point::kExpIntegerBits) - 1) << kFractionBits) >> data->shift);
  SetKernelName(context, node, name);
  return kTfLiteOk;
}

}  // namespace

TfLiteStatus SoftmaxPrepareInt8(TfLiteContext* context, TfLiteNode* node) {
  return PrepareInt8<kTfLiteInt8, 256>(context, node, "reference_softmax_s8");
}

TfLiteStatus SoftmaxPrepareInt8ToInt16(TfLiteContext* context, TfLiteNode* node) {
  return PrepareInt8<kTfLiteInt16, 65536>(context, node, "reference_softmax_s8_s16");
}

TfLiteStatus SoftmaxPrepareInt16(TfLiteContext* context, TfLiteNode* node) {
  float input_scale = 0.0f;
  TF_LITE_ENSURE_STATUS((PrepareInteger<kTfLiteInt16, 32768>(context, node, kTfLiteInt16, 0, &input_scale)));
  TF_LITE_ENSURE_MSG(context, BetaOf(node) >= 0.0f && input_scale > 0.0f,
                     "%s has a negative beta, or an input without a scale.", kOp);
  // The exponential's table covers 10 in 65535 units.
  auto* data = static_cast<SoftmaxOpData*>(node->user_data);
  *data = SoftmaxOpData{};
  QuantizeMultiplier(static_cast<double>(input_scale) * static_cast<double>(BetaOf(node)) / (10.0 / 65535.0),
                     &data->multiplier, &data->shift);
  SetKernelName(context, node, "reference_softmax_s16");
  return kTfLiteOk;
}

TfLiteStatus SoftmaxReferenceFloat32(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const SoftmaxShape shape = GetSoftmaxShape(*input);
  reference::SoftmaxFloat(micro::GetTensorData<float>(input), shape.rows, shape.depth, BetaOf(node),
                          micro::GetTensorData<float>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

TfLiteStatus SoftmaxReferenceInt8(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const SoftmaxShape shape = GetSoftmaxShape(*input);
  reference::SoftmaxInt8(micro::GetTensorData<int8_t>(input), shape.rows, shape.depth,
                         *static_cast<const SoftmaxOpData*>(node->user_data),
                         micro::GetTensorData<int8_t>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

TfLiteStatus SoftmaxReferenceInt8ToInt16(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const SoftmaxShape shape = GetSoftmaxShape(*input);
  reference::SoftmaxInt8(micro::GetTensorData<int8_t>(input), shape.rows, shape.depth,
                         *static_cast<const SoftmaxOpData*>(node->user_data),
                         micro::GetTensorData<int16_t>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

TfLiteStatus SoftmaxReferenceInt16(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const SoftmaxShape shape = GetSoftmaxShape(*input);
  reference::SoftmaxInt16(micro::GetTensorData<int16_t>(input), shape.rows, shape.depth,
                          *static_cast<const SoftmaxOpData*>(node->user_data),
                          micro::GetTensorData<int16_t>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

}  // namespace tflite
