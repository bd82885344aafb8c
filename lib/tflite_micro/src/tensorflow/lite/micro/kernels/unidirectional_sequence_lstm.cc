// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <type_traits>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/lstm.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

// Weights and biases of all gates.
template <typename Weight, typename Bias>
struct Parameters {
  Parameters(const TfLiteContext* context, const TfLiteNode* node)
      : geometry(GetLstmGeometry(context, node)) {
    for (int gate = 0; gate < kLstmGates; ++gate) {
      from_input[gate] =
          micro::GetTensorData<Weight>(micro::GetEvalInput(context, node, kLstmInputWeights + gate));
      recurrent[gate] =
          micro::GetTensorData<Weight>(micro::GetEvalInput(context, node, kLstmRecurrentWeights + gate));
      bias[gate] = micro::GetTensorData<Bias>(micro::GetEvalInput(context, node, kLstmBias + gate));
    }
  }

  LstmGeometry geometry;
  const Weight* from_input[kLstmGates];
  const Weight* recurrent[kLstmGates];
  const Bias* bias[kLstmGates];
};

struct FloatForm {
  using Value = float;
  using Cell = float;
  Parameters<float, float> parameters;
  float cell_clip;  // 0 for none

  static float Dot(const float* a, const float* b, int32_t count) {
    float sum = 0.0f;
    for (int32_t i = 0; i < count; ++i) sum += a[i] * b[i];
    return sum;
  }

  float Gate(int gate, const float* x, const float* hidden, int32_t unit) const {
    const LstmGeometry& g = parameters.geometry;
    const float given = Dot(x, parameters.from_input[gate] + unit * g.features, g.features);
    const float recalled = Dot(hidden, parameters.recurrent[gate] + unit * g.units, g.units);
    return parameters.bias[gate][unit] + given + recalled;
  }

  static float Sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }

  float Unit(const float* x, const float* hidden, int32_t unit, float* cell) const {
    const float keep = Sigmoid(Gate(kForgetGate, x, hidden, unit)) * *cell;
    const float learn =
        Sigmoid(Gate(kInputGate, x, hidden, unit)) * std::tanh(Gate(kCellGate, x, hidden, unit));
    *cell = cell_clip > 0.0f ? Clamp(keep + learn, {-cell_clip, cell_clip}) : keep + learn;
    return Sigmoid(Gate(kOutputGate, x, hidden, unit)) * std::tanh(*cell);
  }
};

int32_t Clamp16(int32_t value) { return Clamp(value, INT16_MIN, INT16_MAX); }

int32_t Scale(int32_t value, const LstmFactor& factor) {
  return fixed_point::MultiplyByMultiplier(value, factor.multiplier, static_cast<int>(factor.shift));
}

int32_t Scale(int64_t value, const LstmFactor& factor) {
  return fixed_point::MultiplyWideByMultiplier(value, factor.multiplier, static_cast<int>(factor.shift));
}

// int8 activations are summed in 32 bits, int16 in 64. Gates are summed in steps of 1/4096 and have steps of
// 1/32768.
template <typename ValueType, typename Sum>
struct QuantizedForm {
  using Value = ValueType;
  using Cell = int16_t;
  Parameters<int8_t, Sum> parameters;
  const LstmOpData& data;

  // Wraps, as on the core, should a damaged model's bias be as large as that.
  static Sum Dot(const Value* a, const int8_t* b, int32_t count, int32_t zero_point, Sum bias) {
    using Bits = std::make_unsigned_t<Sum>;
    Bits sum = static_cast<Bits>(bias);
    for (int32_t i = 0; i < count; ++i) sum += static_cast<Bits>((a[i] - zero_point) * b[i]);
    return static_cast<Sum>(sum);
  }

  int32_t Gate(int gate, const Value* x, const Value* hidden, int32_t unit) const {
    const LstmGeometry& g = parameters.geometry;
    const Sum given = Dot(x, parameters.from_input[gate] + unit * g.features, g.features,
                          data.input_zero_point, parameters.bias[gate][unit]);
    const Sum recalled =
        Dot(hidden, parameters.recurrent[gate] + unit * g.units, g.units, data.hidden_zero_point, 0);
    const int16_t sum = static_cast<int16_t>(Clamp16(Clamp16(Scale(given, data.from_input[gate])) +
                                                     Clamp16(Scale(recalled, data.from_recurrent[gate]))));
    constexpr SigmoidParams kGateSum = {3, 0, 0, 0};
    return gate == kCellGate ? Tanh16(sum, kGateSum) : Sigmoid16(sum, kGateSum);
  }

  Value Unit(const Value* x, const Value* hidden, int32_t unit, int16_t* cell) const {
    const int32_t keep = Scale(Gate(kForgetGate, x, hidden, unit) * *cell, data.keep);
    const int32_t learn =
        Scale(Gate(kInputGate, x, hidden, unit) * Gate(kCellGate, x, hidden, unit), data.learn);
    int32_t sum = Clamp16(Clamp16(keep) + Clamp16(learn));
    if (data.cell_clip > 0) sum = Clamp(sum, -data.cell_clip, data.cell_clip);
    *cell = static_cast<int16_t>(sum);
    const int32_t shown =
        Scale(Gate(kOutputGate, x, hidden, unit) * Tanh16(*cell, data.cell_tanh), data.show);
    constexpr bool kWide = sizeof(Value) == 2;
    return static_cast<Value>(Clamp(fixed_point::Add(shown, data.hidden_zero_point),
                                    kWide ? INT16_MIN : INT8_MIN, kWide ? INT16_MAX : INT8_MAX));
  }
};

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(LstmOpData));
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const LstmOpData*>(node->user_data);
  const auto& params = *static_cast<const TfLiteUnidirectionalSequenceLSTMParams*>(node->builtin_data);
  switch (micro::GetEvalInput(context, node, kLstmInput)->type) {
    case kTfLiteFloat32:
      RunLstm(context, node, FloatForm{{context, node}, params.cell_clip});
      break;
    case kTfLiteInt8:
      RunLstm(context, node, QuantizedForm<int8_t, int32_t>{{context, node}, data});
      break;
    default:
      RunLstm(context, node, QuantizedForm<int16_t, int64_t>{{context, node}, data});
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_UNIDIRECTIONAL_SEQUENCE_LSTM() {
  return micro::RegisterOp(Init, LstmPrepare, Invoke);
}

}  // namespace tflite
