// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_LSTM_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_LSTM_H_

#include <cstdint>

#include "tensorflow/lite/micro/kernels/internal/sigmoid.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"

namespace tflite {

// Gates in the order of the operator's inputs.
enum LstmGate { kInputGate, kForgetGate, kCellGate, kOutputGate, kLstmGates };

// Numbers of the operator's inputs: x [batches, steps, features] or, time-major, [steps, batches, features];
// weights [units, features] and [units, units]; biases [units]; both states [batches, units].
constexpr int kLstmInput = 0;
constexpr int kLstmInputWeights = 1;      // and the three after it, one a gate
constexpr int kLstmRecurrentWeights = 5;  // likewise
constexpr int kLstmBias = 12;             // likewise
constexpr int kLstmHiddenState = 18;
constexpr int kLstmCellState = 19;
constexpr int kLstmLeastInputs = 20;

// A product of two scales over a third.
struct LstmFactor {
  int32_t multiplier;
  int32_t shift;
};

struct LstmOpData {
  LstmFactor from_input[kLstmGates];      // to 1/4096, in which gates are summed
  LstmFactor from_recurrent[kLstmGates];  // likewise
  LstmFactor keep;                        // forget gate * cell to the cell's scale
  LstmFactor learn;                       // input gate * cell gate to the cell's scale
  LstmFactor show;                        // output gate * tanh(cell) to the hidden state's scale
  SigmoidParams cell_tanh;
  int32_t cell_clip;  // 0 for none
  int16_t input_zero_point;
  int16_t hidden_zero_point;
};
static_assert(sizeof(LstmOpData) == 112, "update kernels/recurrent.py");

struct LstmGeometry {
  int32_t batches;
  int32_t steps;
  int32_t features;
  int32_t units;
  bool time_major;
};

// Of a node that Prepare accepted.
LstmGeometry GetLstmGeometry(const TfLiteContext* context, const TfLiteNode* node);

// Checks the node, and fills its LstmOpData where it is quantised.
TfLiteStatus LstmPrepare(TfLiteContext* context, TfLiteNode* node);

// Runs all steps. `Form` computes one unit; the hidden state of a step is its output, so the new one is
// written there while the former still is read.
template <typename Form>
void RunLstm(TfLiteContext* context, TfLiteNode* node, const Form& form) {
  using Value = typename Form::Value;
  const LstmGeometry g = GetLstmGeometry(context, node);
  const Value* input = micro::GetTensorData<Value>(micro::GetEvalInput(context, node, kLstmInput));
  Value* hidden = micro::GetTensorData<Value>(micro::GetMutableEvalInput(context, node, kLstmHiddenState));
  auto* cell =
      micro::GetTensorData<typename Form::Cell>(micro::GetMutableEvalInput(context, node, kLstmCellState));
  Value* output = micro::GetTensorData<Value>(micro::GetEvalOutput(context, node, 0));
  for (int32_t step = 0; step < g.steps; ++step) {
    for (int32_t batch = 0; batch < g.batches; ++batch) {
      const int32_t row = g.time_major ? step * g.batches + batch : batch * g.steps + step;
      const Value* x = input + row * g.features;
      Value* made = output + row * g.units;
      Value* former = hidden + batch * g.units;
      for (int32_t unit = 0; unit < g.units; ++unit) {
        made[unit] = form.Unit(x, former, unit, &cell[batch * g.units + unit]);
      }
      for (int32_t unit = 0; unit < g.units; ++unit) former[unit] = made[unit];
    }
  }
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_LSTM_H_
