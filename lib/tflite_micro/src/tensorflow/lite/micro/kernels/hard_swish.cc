// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

constexpr char kOp[] = "HARD_SWISH";

// x * min(max(x + 3, 0), 6) / 6. Quantised: in 16-bit fixed point, with 7 bits below the input's steps. The
// second factor over 6 is (1 + r) / 2, r = x / 3 saturated to [-1, 1).
struct HardSwishOpData : ElementwiseOpData {
  int16_t input_zero_point;
  int16_t output_zero_point;
  int16_t output_multiplier;
  int16_t ramp_multiplier;
  int8_t output_shift;
  int8_t ramp_shift;
};
static_assert(sizeof(void*) != 4 || sizeof(HardSwishOpData) == 16, "update kernels/elementwise.py");

struct FloatHardSwish {
  static float Apply(float x, const void* /*data*/) {
    return x * Clamp(x + 3.0f, FloatRange{0.0f, 6.0f}) / 6.0f;
  }
};

int32_t Saturate16(int32_t value) { return Clamp(value, INT16_MIN, INT16_MAX); }

// a * b / 2^15, halves away from zero, saturating.
int32_t MultiplyHigh16(int32_t a, int32_t b) {
  const int32_t product = a * b;
  const int32_t nudge = product >= 0 ? 1 << 14 : 1 - (1 << 14);
  return Saturate16((product + nudge) / (1 << 15));
}

struct QuantizedHardSwish {
  static int32_t Apply(int32_t element, const void* op_data) {
    const auto& data = *static_cast<const HardSwishOpData*>(op_data);
    const int32_t fine = (element - data.input_zero_point) * (1 << 7);
    const int32_t at_output_scale = MultiplyHigh16(fine, data.output_multiplier);
    // The last bit of a shift to the left follows the product, whose rounding it would double.
    int32_t ramp = fine;
    if (data.ramp_shift > 0) ramp = Saturate16(fixed_point::ShiftLeftSaturating(ramp, data.ramp_shift - 1));
    ramp = MultiplyHigh16(ramp, data.ramp_multiplier);
    if (data.ramp_shift > 0) ramp = Saturate16(ramp * 2);
    if (data.ramp_shift < 0) ramp = fixed_point::DivideByPowerOfTwo(ramp, -data.ramp_shift);
    const int32_t half = (ramp + (1 << 15)) >> 1;
    const int32_t product = half * at_output_scale / (1 << 15);
    // Upstream's rounding of 16-bit numbers makes 1 or -1 of what a shift by 16 and more leaves nothing of.
    const int32_t scaled = data.output_shift < -15
                               ? (product < 0 ? -1 : 1)
                               : fixed_point::DivideByPowerOfTwo(product, -data.output_shift);
    return Clamp(scaled + data.output_zero_point, INT8_MIN, INT8_MAX);
  }
};

constexpr RowChoice kRows[] = {
    {kTfLiteFloat32, UnaryRow<FloatHardSwish, float>, "reference_hard_swish_f32"},
    {kTfLiteInt8, UnaryRow<QuantizedHardSwish, int8_t>, "reference_hard_swish_s8"},
};

// A multiplier of 31 bits as one of 15.
int16_t To16Bits(int32_t multiplier) {
  return multiplier >= INT32_MAX - (1 << 15) ? INT16_MAX
                                             : static_cast<int16_t>((multiplier + (1 << 15)) >> 16);
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<HardSwishOpData>(context, node, kOp, 1, kRows));
  if (TypeOfInput(context, node) != kTfLiteInt8) return kTfLiteOk;
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, kOp, 1));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  auto* data = static_cast<HardSwishOpData*>(node->user_data);
  data->input_zero_point = static_cast<int16_t>(input->params.zero_point);
  data->output_zero_point = static_cast<int16_t>(output->params.zero_point);
  const float fine_scale = (1.0f / 128.0f) * input->params.scale;
  const float ramp_scale = 3.0f / 32768.0f;
  int32_t multiplier = 0;
  int32_t shift = 0;
  QuantizeMultiplier(static_cast<double>(fine_scale / output->params.scale), &multiplier, &shift);
  TF_LITE_ENSURE_MSG(context, shift <= 0, "%s has an output of scale %f, too fine for its input of scale %f.",
                     kOp, static_cast<double>(output->params.scale),
                     static_cast<double>(input->params.scale));
  data->output_multiplier = To16Bits(multiplier);
  data->output_shift = static_cast<int8_t>(shift);
  QuantizeMultiplier(static_cast<double>(fine_scale / ramp_scale), &multiplier, &shift);
  data->ramp_multiplier = To16Bits(multiplier);
  data->ramp_shift = static_cast<int8_t>(shift);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_HARD_SWISH() {
  return micro::RegisterOp(ElementwiseInit<HardSwishOpData>, Prepare, ElementwiseInvoke);
}

}  // namespace tflite
