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
                   const TempTensor& output, TfLiteType type) {
  TF_LITE_ENSURE_MSG(context, node->user_data != nullptr,
                     "%s finds no room for its parameters; enlarge the arena.", kOp);
  TF_LITE_ENSURE_MSG(context, input && output, "%s needs an input and an output.", kOp);
  TF_LITE_ENSURE_MSG(context, input->type == type && output->type == type,
                     "%s has input %s and output %s where both must be %s.", kOp,
                     TfLiteTypeGetName(input->type), TfLiteTypeGetName(output->type),
                     TfLiteTypeGetName(type));
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

bool IsInt8Softmax(const TfLiteContext* context, const TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  return input != nullptr && input->type == kTfLiteInt8;
}

TfLiteStatus SoftmaxPrepareFloat32(TfLiteContext* context, TfLiteNode* node) {
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_STATUS(Check(context, node, input, output, kTfLiteFloat32));
  *static_cast<SoftmaxOpData*>(node->user_data) = SoftmaxOpData{};
  SetKernelName(context, node, "reference_softmax_f32");
  return kTfLiteOk;
}

TfLiteStatus SoftmaxPrepareInt8(TfLiteContext* context, TfLiteNode* node) {
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_STATUS(Check(context, node, input, output, kTfLiteInt8));
  TF_LITE_ENSURE_MSG(
      context, output->params.zero_point == -128 && std::fabs(output->params.scale - 1.0f / 256.0f) < 1e-6f,
      "%s needs an int8 output of scale 1/256 and zero point -128.", kOp);
  // An input step as Q5.26.
  constexpr int kFractionBits = 31 - fixed_point::kExpIntegerBits;
  auto* data = static_cast<SoftmaxOpData*>(node->user_data);
  MultiplierOfScales(BetaOf(node), input->params.scale, 1.0f / static_cast<float>(1 << kFractionBits),
                     &data->multiplier, &data->shift);
  TF_LITE_ENSURE_MSG(context, BetaOf(node) >= 0.0f && data->shift >= 0,
                     "%s has a beta or an input scale that its exponential cannot take.", kOp);
  // The largest difference whose Q5.26 value does not overflow.
  data->diff_min = -((((1 << fixed_point::kExpIntegerBits) - 1) << kFractionBits) >> data->shift);
  SetKernelName(context, node, "reference_softmax_s8");
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

}  // namespace tflite
