// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

// A layer of filters of low rank: each filter is a vector over the input's features and one over time. The
// state keeps, for each batch and filter, the last `memory` products with the features, the newest last.

constexpr char kOp[] = "SVDF";
constexpr int kInput = 0;           // [batches, features]
constexpr int kFeatureWeights = 1;  // [filters, features]
constexpr int kTimeWeights = 2;     // [filters, memory]
constexpr int kBias = 3;            // [units], optional; units = filters / rank
constexpr int kState = 4;           // [batches, filters * memory]

struct SvdfOpData {
  int32_t feature_multiplier;  // of the input's and feature weights' scales to the state's
  int32_t feature_shift;
  int32_t time_multiplier;  // of the state's and time weights' scales to the output's
  int32_t time_shift;
  int16_t input_zero_point;
  int16_t state_zero_point;
  int16_t output_zero_point;
};
static_assert(sizeof(SvdfOpData) == 24, "update kernels/recurrent.py");

struct SvdfGeometry {
  int32_t batches;
  int32_t features;
  int32_t units;
  int32_t rank;
  int32_t memory;
};

const TfLiteSVDFParams& ParamsOf(const TfLiteNode* node) {
  return *static_cast<const TfLiteSVDFParams*>(node->builtin_data);
}

struct Tensors {
  Tensors(TfLiteContext* context, const TfLiteNode* node)
      : input(TempTensor::Input(context, node, kInput)),
        feature(TempTensor::Input(context, node, kFeatureWeights)),
        time(TempTensor::Input(context, node, kTimeWeights)),
        bias(TempTensor::Input(context, node, kBias)),
        state(TempTensor::Input(context, node, kState)),
        output(TempTensor::Output(context, node, 0)) {}

  TempTensor input;
  TempTensor feature;
  TempTensor time;
  TempTensor bias;
  TempTensor state;
  TempTensor output;
};

TfLiteStatus CheckTypes(TfLiteContext* context, const Tensors& t) {
  const TfLiteType type = t.input->type;
  const bool is_float = type == kTfLiteFloat32;
  const TfLiteType state = t.state->type;
  const bool fits = is_float ? t.feature->type == type && state == type
                             : type == kTfLiteInt8 && t.feature->type == type &&
                                   (state == kTfLiteInt8 || state == kTfLiteInt16);
  TF_LITE_ENSURE_MSG(context, fits && t.time->type == state && t.output->type == type,
                     "%s has input %s, feature weights %s, time weights %s, state %s, output %s; convert the "
                     "model to float32, or to int8 with a state of int8 or int16.",
                     kOp, TfLiteTypeGetName(type), TfLiteTypeGetName(t.feature->type),
                     TfLiteTypeGetName(t.time->type), TfLiteTypeGetName(state),
                     TfLiteTypeGetName(t.output->type));
  TF_LITE_ENSURE_MSG(context, !t.bias || t.bias->type == (is_float ? kTfLiteFloat32 : kTfLiteInt32),
                     "%s of %s has a bias of %s.", kOp, TfLiteTypeGetName(type),
                     TfLiteTypeGetName(t.bias->type));
  TF_LITE_ENSURE_MSG(context, t.state->is_variable && t.state->allocation_type != kTfLiteMmapRo,
                     "%s needs a variable tensor as its state; convert the model again.", kOp);
  return kTfLiteOk;
}

TfLiteStatus CheckShapes(TfLiteContext* context, const TfLiteNode* node, const Tensors& t) {
  TF_LITE_ENSURE_MSG(context,
                     t.input->dims->size == 2 && t.feature->dims->size == 2 && t.time->dims->size == 2 &&
                         t.state->dims->size == 2 && t.output->dims->size == 2,
                     "%s needs input, weights, state and output of rank 2.", kOp);
  const int rank = ParamsOf(node).rank;
  const int batches = t.input->dims->data[0];
  const int filters = t.feature->dims->data[0];
  const int memory = t.time->dims->data[1];
  TF_LITE_ENSURE_MSG(
      context,
      rank > 0 && filters > 0 && memory > 0 && filters % rank == 0 && t.time->dims->data[0] == filters &&
          t.feature->dims->data[1] == t.input->dims->data[1],
      "%s has %d filters over %d features, %d over %d steps and rank %d, for %d features.", kOp, filters,
      t.feature->dims->data[1], t.time->dims->data[0], memory, rank, t.input->dims->data[1]);
  const int units = filters / rank;
  TF_LITE_ENSURE_MSG(context,
                     t.output->dims->data[0] == batches && t.output->dims->data[1] == units &&
                         t.state->dims->data[0] == batches &&
                         t.state->dims->data[1] == static_cast<int64_t>(memory) * filters &&
                         (!t.bias || CountElements(t.bias->dims) == units),
                     "%s of %d batches, %d units and %d steps has a state, an output or a bias of another "
                     "size.",
                     kOp, batches, units, memory);
  return kTfLiteOk;
}

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(SvdfOpData));
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<SvdfOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = SvdfOpData{};
  const Tensors t(context, node);
  TF_LITE_ENSURE_MSG(context,
                     t.input && t.feature && t.time && t.state && t.output && node->outputs->size == 1,
                     "%s needs an input, two weights, a state and one output.", kOp);
  TF_LITE_ENSURE_STATUS(CheckActivation(context, ParamsOf(node).activation, kOp));
  TF_LITE_ENSURE_STATUS(CheckTypes(context, t));
  TF_LITE_ENSURE_STATUS(CheckShapes(context, node, t));
  if (t.input->type == kTfLiteFloat32) {
    SetKernelName(context, node, "reference_svdf_f32");
    return kTfLiteOk;
  }
  SetKernelName(context, node,
                t.state->type == kTfLiteInt16 ? "reference_svdf_s8_state_s16" : "reference_svdf_s8");
  TF_LITE_ENSURE_MSG(context,
                     t.input->params.scale > 0.0f && t.feature->params.scale > 0.0f &&
                         t.time->params.scale > 0.0f && t.state->params.scale > 0.0f &&
                         t.output->params.scale > 0.0f,
                     "%s has a quantised tensor without a scale; convert the model again.", kOp);
  MultiplierOfScales(t.input->params.scale, t.feature->params.scale, t.state->params.scale,
                     &data->feature_multiplier, &data->feature_shift);
  MultiplierOfScales(t.state->params.scale, t.time->params.scale, t.output->params.scale,
                     &data->time_multiplier, &data->time_shift);
  data->input_zero_point = static_cast<int16_t>(t.input->params.zero_point);
  data->state_zero_point = static_cast<int16_t>(t.state->params.zero_point);
  data->output_zero_point = static_cast<int16_t>(t.output->params.zero_point);
  return kTfLiteOk;
}

struct FloatForm {
  using Value = float;
  using State = float;
  using Sum = float;
  const float* bias;
  FloatRange range;

  float Feature(float value, float weight) const { return value * weight; }
  float Time(float state, float weight) const { return state * weight; }
  static float Plus(float a, float b) { return a + b; }
  float Store(float sum) const { return sum; }
  float Finish(float sum, int32_t unit) const {
    return Clamp(bias == nullptr ? sum : sum + bias[unit], range);
  }
};

template <typename StateType>
struct Int8Form {
  using Value = int8_t;
  using State = StateType;
  using Sum = int32_t;
  const int32_t* bias;
  const SvdfOpData& data;

  int32_t Feature(int32_t value, int32_t weight) const { return (value - data.input_zero_point) * weight; }
  int32_t Time(int32_t state, int32_t weight) const { return (state - data.state_zero_point) * weight; }
  static int32_t Plus(int32_t a, int32_t b) { return fixed_point::Add(a, b); }
  State Store(int32_t sum) const {
    constexpr bool kWide = sizeof(State) == 2;
    const int32_t scaled =
        fixed_point::MultiplyByMultiplier(sum, data.feature_multiplier, static_cast<int>(data.feature_shift));
    return static_cast<State>(Clamp(fixed_point::Add(scaled, data.state_zero_point),
                                    kWide ? INT16_MIN : INT8_MIN, kWide ? INT16_MAX : INT8_MAX));
  }
  int8_t Finish(int32_t sum, int32_t unit) const {
    const int32_t biased = bias == nullptr ? sum : fixed_point::Add(sum, bias[unit]);
    const int32_t scaled =
        fixed_point::MultiplyByMultiplier(biased, data.time_multiplier, static_cast<int>(data.time_shift));
    return static_cast<int8_t>(Clamp(fixed_point::Add(scaled, data.output_zero_point), INT8_MIN, INT8_MAX));
  }
};

template <typename Form>
void Svdf(const SvdfGeometry& geometry, const Form& form, const typename Form::Value* input,
          const typename Form::Value* feature_weights, const typename Form::State* time_weights,
          typename Form::State* state, typename Form::Value* output) {
  using Sum = typename Form::Sum;
  for (int32_t batch = 0; batch < geometry.batches; ++batch, input += geometry.features) {
    const auto* feature = feature_weights;
    const auto* time = time_weights;
    for (int32_t unit = 0; unit < geometry.units; ++unit) {
      Sum total = 0;
      for (int32_t filter = 0; filter < geometry.rank; ++filter) {
        Sum product = 0;
        for (int32_t i = 0; i < geometry.features; ++i) {
          product = Form::Plus(product, form.Feature(input[i], feature[i]));
        }
        std::memmove(state, state + 1, static_cast<size_t>(geometry.memory - 1) * sizeof(*state));
        state[geometry.memory - 1] = form.Store(product);
        Sum sum = 0;
        for (int32_t i = 0; i < geometry.memory; ++i) sum = Form::Plus(sum, form.Time(state[i], time[i]));
        total = Form::Plus(total, sum);
        feature += geometry.features;
        time += geometry.memory;
        state += geometry.memory;
      }
      *output++ = form.Finish(total, unit);
    }
  }
}

template <typename Form>
void Run(TfLiteContext* context, TfLiteNode* node, const Form& form) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, kInput);
  const TfLiteEvalTensor* time = micro::GetEvalInput(context, node, kTimeWeights);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const SvdfGeometry geometry = {input->dims->data[0], input->dims->data[1], output->dims->data[1],
                                 static_cast<int32_t>(ParamsOf(node).rank), time->dims->data[1]};
  Svdf(geometry, form, micro::GetTensorData<typename Form::Value>(input),
       micro::GetTensorData<typename Form::Value>(micro::GetEvalInput(context, node, kFeatureWeights)),
       micro::GetTensorData<typename Form::State>(time),
       micro::GetTensorData<typename Form::State>(micro::GetMutableEvalInput(context, node, kState)),
       micro::GetTensorData<typename Form::Value>(output));
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const SvdfOpData*>(node->user_data);
  const TfLiteEvalTensor* bias = micro::GetEvalInput(context, node, kBias);
  const auto* integers = micro::GetOptionalTensorData<int32_t>(bias);
  switch (micro::GetEvalInput(context, node, kState)->type) {
    case kTfLiteFloat32:
      Run(context, node,
          FloatForm{micro::GetOptionalTensorData<float>(bias), ActivationRange(ParamsOf(node).activation)});
      break;
    case kTfLiteInt8:
      Run(context, node, Int8Form<int8_t>{integers, data});
      break;
    default:
      Run(context, node, Int8Form<int16_t>{integers, data});
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_SVDF() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
