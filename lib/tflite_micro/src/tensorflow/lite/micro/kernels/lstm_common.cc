// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/lstm.h"

namespace tflite {
namespace {

constexpr char kOp[] = "UNIDIRECTIONAL_SEQUENCE_LSTM";
constexpr float kGateScale = 1.0f / 32768.0f;
constexpr float kGateSumScale = 1.0f / 4096.0f;

const TfLiteUnidirectionalSequenceLSTMParams& ParamsOf(const TfLiteNode* node) {
  return *static_cast<const TfLiteUnidirectionalSequenceLSTMParams*>(node->builtin_data);
}

// A constant that claims to be a variable lies in the model, where nothing can be written.
bool IsVariable(const TfLiteTensor& tensor) {
  return tensor.is_variable && tensor.allocation_type != kTfLiteMmapRo;
}

TfLiteStatus CheckOptions(TfLiteContext* context, const TfLiteNode* node) {
  const TfLiteUnidirectionalSequenceLSTMParams& params = ParamsOf(node);
  TF_LITE_ENSURE_MSG(context, params.activation == kTfLiteActTanh && !params.diagonal_recurrent_tensors,
                     "%s needs the activation tanh and recurrent weights that are no diagonals.", kOp);
  TF_LITE_ENSURE_MSG(context, params.cell_clip >= 0.0f && params.cell_clip <= 3.4e38f,
                     "%s has a cell clip below 0 or that is no number.", kOp);
  TF_LITE_ENSURE_MSG(context, node->inputs->size >= kLstmLeastInputs && node->outputs->size == 1,
                     "%s has %d inputs and %d outputs; it needs at least %d and 1.", kOp, node->inputs->size,
                     node->outputs->size, kLstmLeastInputs);
  for (int i = 0; i < node->inputs->size; ++i) {
    const bool extra = (i > 8 && i < kLstmBias) || (i > 15 && i < kLstmHiddenState) || i > kLstmCellState;
    const bool given = node->inputs->data[i] >= 0;
    TF_LITE_ENSURE_MSG(context, given != extra,
                       "%s %s input %d; all four gates are needed, peepholes, projection and layer "
                       "normalisation are not in this runtime.",
                       kOp, given ? "has" : "lacks", i);
  }
  return kTfLiteOk;
}

// That input `index` has this type and these dimensions, the last `count` of the three.
TfLiteStatus CheckTensor(TfLiteContext* context, const TfLiteNode* node, int index, TfLiteType type,
                         const int (&dims)[3], int count) {
  const TempTensor tensor =
      index < 0 ? TempTensor::Output(context, node, 0) : TempTensor::Input(context, node, index);
  bool fits = tensor && tensor->type == type && tensor->dims->size == count;
  for (int k = 0; fits && k < count; ++k) fits = tensor->dims->data[k] == dims[3 - count + k];
  TF_LITE_ENSURE_MSG(context, fits, "%s has %s %d that is not %s of shape %dx%dx%d (the last %d of these).",
                     kOp, index < 0 ? "output" : "input", index < 0 ? 0 : index, TfLiteTypeGetName(type),
                     dims[0], dims[1], dims[2], count);
  return kTfLiteOk;
}

TfLiteStatus CheckTensors(TfLiteContext* context, const TfLiteNode* node) {
  TfLiteType type = kTfLiteNoType;
  int first = 0;
  int second = 0;
  int features = 0;
  int units = 0;
  {
    const TempTensor input = TempTensor::Input(context, node, kLstmInput);
    const TempTensor hidden = TempTensor::Input(context, node, kLstmHiddenState);
    const TempTensor cell = TempTensor::Input(context, node, kLstmCellState);
    type = input->type;
    TF_LITE_ENSURE_MSG(context, type == kTfLiteFloat32 || type == kTfLiteInt8 || type == kTfLiteInt16,
                       "%s on %s is not in this runtime; it takes FLOAT32, INT8 and INT16.", kOp,
                       TfLiteTypeGetName(type));
    TF_LITE_ENSURE_MSG(
        context,
        input->dims->size == 3 && hidden->dims->size == 2 && IsVariable(*hidden) && IsVariable(*cell),
        "%s needs an input of rank 3 and variable tensors of rank 2 as its states.", kOp);
    first = input->dims->data[0];
    second = input->dims->data[1];
    features = input->dims->data[2];
    units = hidden->dims->data[1];
  }
  const bool is_float = type == kTfLiteFloat32;
  const TfLiteType weights = is_float ? kTfLiteFloat32 : kTfLiteInt8;
  const TfLiteType bias = is_float ? kTfLiteFloat32 : type == kTfLiteInt8 ? kTfLiteInt32 : kTfLiteInt64;
  const int batches = ParamsOf(node).time_major ? second : first;
  const int state[3] = {1, batches, units};
  const int from_input[3] = {1, units, features};
  const int recurrent[3] = {1, units, units};
  for (int gate = 0; gate < kLstmGates; ++gate) {
    TF_LITE_ENSURE_STATUS(CheckTensor(context, node, kLstmInputWeights + gate, weights, from_input, 2));
    TF_LITE_ENSURE_STATUS(CheckTensor(context, node, kLstmRecurrentWeights + gate, weights, recurrent, 2));
    TF_LITE_ENSURE_STATUS(CheckTensor(context, node, kLstmBias + gate, bias, recurrent, 1));
  }
  TF_LITE_ENSURE_STATUS(CheckTensor(context, node, kLstmHiddenState, type, state, 2));
  TF_LITE_ENSURE_STATUS(
      CheckTensor(context, node, kLstmCellState, is_float ? kTfLiteFloat32 : kTfLiteInt16, state, 2));
  const int output[3] = {first, second, units};
  return CheckTensor(context, node, -1, type, output, 3);
}

float ScaleOf(TfLiteContext* context, const TfLiteNode* node, int index) {
  return TempTensor::Input(context, node, index)->params.scale;
}

LstmFactor Factor(float a, float b, float c) {
  LstmFactor factor{};
  MultiplierOfScales(a, b, c, &factor.multiplier, &factor.shift);
  return factor;
}

bool IsPowerOfTwo(float scale) {
  int32_t multiplier = 0;
  int32_t shift = 0;
  MultiplierOfScales(scale, 1.0f, 1.0f, &multiplier, &shift);
  return multiplier == INT32_C(1) << 30;
}

TfLiteStatus Quantize(TfLiteContext* context, TfLiteNode* node, LstmOpData* data) {
  for (int i = 0; i <= kLstmCellState; ++i) {
    if (node->inputs->data[i] < 0 || (i >= kLstmBias && i < kLstmBias + kLstmGates)) continue;
    TF_LITE_ENSURE_MSG(context, ScaleOf(context, node, i) > 0.0f,
                       "%s is quantised but its input %d has no scale; convert the model again.", kOp, i);
  }
  const TempTensor input = TempTensor::Input(context, node, kLstmInput);
  const TempTensor hidden = TempTensor::Input(context, node, kLstmHiddenState);
  const TempTensor cell = TempTensor::Input(context, node, kLstmCellState);
  TF_LITE_ENSURE_MSG(context, IsPowerOfTwo(cell->params.scale) && cell->params.zero_point == 0,
                     "%s needs a cell state whose scale is a power of two and whose zero point is 0.", kOp);
  TF_LITE_ENSURE_MSG(
      context,
      input->type == kTfLiteInt8 || (input->params.zero_point == 0 && hidden->params.zero_point == 0),
      "%s is INT16 with a zero point that is not 0.", kOp);
  for (int gate = 0; gate < kLstmGates; ++gate) {
    data->from_input[gate] =
        Factor(input->params.scale, ScaleOf(context, node, kLstmInputWeights + gate), kGateSumScale);
    data->from_recurrent[gate] =
        Factor(hidden->params.scale, ScaleOf(context, node, kLstmRecurrentWeights + gate), kGateSumScale);
  }
  data->keep = Factor(kGateScale, cell->params.scale, cell->params.scale);
  data->learn = Factor(kGateScale, kGateScale, cell->params.scale);
  data->show = Factor(kGateScale, kGateScale, hidden->params.scale);
  data->cell_tanh = PrepareSigmoid(*cell);
  const float clip = ParamsOf(node).cell_clip / cell->params.scale;
  data->cell_clip = clip < static_cast<float>(INT16_MAX) ? static_cast<int32_t>(clip) : INT16_MAX;
  data->input_zero_point = static_cast<int16_t>(input->params.zero_point);
  data->hidden_zero_point = static_cast<int16_t>(hidden->params.zero_point);
  return kTfLiteOk;
}

}  // namespace

LstmGeometry GetLstmGeometry(const TfLiteContext* context, const TfLiteNode* node) {
  const TfLiteIntArray* dims = micro::GetEvalInput(context, node, kLstmInput)->dims;
  const int32_t units = micro::GetEvalInput(context, node, kLstmHiddenState)->dims->data[1];
  const bool time_major = ParamsOf(node).time_major;
  return {dims->data[time_major ? 1 : 0], dims->data[time_major ? 0 : 1], dims->data[2], units, time_major};
}

TfLiteStatus LstmPrepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<LstmOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = LstmOpData{};
  TF_LITE_ENSURE_STATUS(CheckOptions(context, node));
  TF_LITE_ENSURE_STATUS(CheckTensors(context, node));
  const TfLiteType type = TempTensor::Input(context, node, kLstmInput)->type;
  SetKernelName(context, node,
                type == kTfLiteFloat32 ? "reference_lstm_f32"
                : type == kTfLiteInt8  ? "reference_lstm_s8"
                                       : "reference_lstm_s16");
  return type == kTfLiteFloat32 ? kTfLiteOk : Quantize(context, node, data);
}

}  // namespace tflite
