// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/broadcast.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

// Quantised RELU goes from one scale to another; RELU6 keeps its input's steps, whatever the output's scale.
struct ReluOpData {
  RowFunction row;
  FloatRange range;
  int32_t multiplier;
  int32_t shift;
  int32_t input_zero_point;
  int32_t output_zero_point;
  int32_t min;
  int32_t max;
};
static_assert(sizeof(void*) != 4 || sizeof(ReluOpData) == 36, "update kernels/elementwise.py");

struct ClampFloat {
  static float Apply(float value, const void* data) {
    return Clamp(value, static_cast<const ReluOpData*>(data)->range);
  }
};

struct ClampSteps {
  static int32_t Apply(int32_t value, const void* op_data) {
    const auto& data = *static_cast<const ReluOpData*>(op_data);
    return Clamp(value, data.min, data.max);
  }
};

struct ClampRescaled {
  static int32_t Apply(int32_t value, const void* op_data) {
    const auto& data = *static_cast<const ReluOpData*>(op_data);
    const int32_t scaled = fixed_point::MultiplyByMultiplier(value - data.input_zero_point, data.multiplier,
                                                             static_cast<int>(data.shift));
    return Clamp(scaled + data.output_zero_point, data.min, data.max);
  }
};

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(ReluOpData));
}

struct Rows {
  RowFunction s8;
  RowFunction s16;
};

TfLiteStatus PrepareAs(TfLiteContext* context, TfLiteNode* node, TfLiteFusedActivation activation,
                       const Rows& rows, const char* op, const char* const (&names)[3]) {
  auto* data = static_cast<ReluOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.", op);
  *data = ReluOpData{};
  TF_LITE_ENSURE_STATUS(CheckBroadcast(context, node, 1, op));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  const TfLiteType type = input->type;
  TF_LITE_ENSURE_MSG(
      context,
      type == output->type && (type == kTfLiteFloat32 || type == kTfLiteInt8 || type == kTfLiteInt16),
      "%s has input %s and output %s; both must be FLOAT32, INT8 or INT16.", op, TfLiteTypeGetName(type),
      TfLiteTypeGetName(output->type));
  data->range = ActivationRange(activation);
  if (type == kTfLiteFloat32) {
    data->row = UnaryRow<ClampFloat, float>;
    SetKernelName(context, node, names[0]);
    return kTfLiteOk;
  }
  TF_LITE_ENSURE_MSG(context, input->params.scale > 0.0f && output->params.scale > 0.0f,
                     "%s has a quantised tensor without a scale; convert the model again.", op);
  data->row = type == kTfLiteInt8 ? rows.s8 : rows.s16;
  SetKernelName(context, node, names[type == kTfLiteInt8 ? 1 : 2]);
  const bool keeps_steps = activation == kTfLiteActRelu6;
  QuantizedActivationRange(activation, keeps_steps ? *input : *output, &data->min, &data->max);
  data->input_zero_point = input->params.zero_point;
  data->output_zero_point = output->params.zero_point;
  QuantizeMultiplier(static_cast<double>(input->params.scale) / static_cast<double>(output->params.scale),
                     &data->multiplier, &data->shift);
  return kTfLiteOk;
}

TfLiteStatus PrepareRelu(TfLiteContext* context, TfLiteNode* node) {
  static constexpr Rows kRows = {UnaryRow<ClampRescaled, int8_t>, UnaryRow<ClampRescaled, int16_t>};
  static constexpr const char* kNames[] = {"reference_relu_f32", "reference_relu_s8", "reference_relu_s16"};
  return PrepareAs(context, node, kTfLiteActRelu, kRows, "RELU", kNames);
}

TfLiteStatus PrepareRelu6(TfLiteContext* context, TfLiteNode* node) {
  static constexpr Rows kRows = {UnaryRow<ClampSteps, int8_t>, UnaryRow<ClampSteps, int16_t>};
  static constexpr const char* kNames[] = {"reference_relu6_f32", "reference_relu6_s8",
                                           "reference_relu6_s16"};
  return PrepareAs(context, node, kTfLiteActRelu6, kRows, "RELU6", kNames);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto* data = static_cast<const ReluOpData*>(node->user_data);
  ForEachRow(context, node, data->row, data);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_RELU() { return micro::RegisterOp(Init, PrepareRelu, Invoke); }
TFLMRegistration Register_RELU6() { return micro::RegisterOp(Init, PrepareRelu6, Invoke); }

}  // namespace tflite
