// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/fully_connected.h"

#include "tensorflow/lite/kernels/internal/portable_tensor_utils.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/cmsis_nn_glue.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/fast_quantize.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/form_registrations.h"

namespace tflite {
namespace {

struct Problem {
  FullyConnectedGeometry geometry;
  cmsis_nn_dims input, filter, output;
  TfLiteType bias_type;  // kTfLiteNoType for none
  bool symmetric_filter;
  bool per_channel;
  bool packed;
};

struct Node {
  const FullyConnectedOpData& data;
  const TfLiteFullyConnectedParams& params;
  const TfLiteEvalTensor* input;
  const TfLiteEvalTensor* filter;
  const TfLiteEvalTensor* bias;
  TfLiteEvalTensor* output;
};

struct Kernel {
  const char* name;
  Refusal (*refusal)(const Problem& problem);
  int32_t (*scratch_bytes)(const Problem& problem);
  arm_cmsis_nn_status (*run)(const Problem& problem, const Node& node, const cmsis_nn_context& scratch);
};

int32_t Int8Scratch(const Problem& problem) {
  return arm_nn_fully_connected_s8_scratch_bytes(&problem.filter);
}

// With fewer weights than this the fast kernels' preparations cost more than the reference kernels' products.
constexpr int64_t kFewestWeights = 256;

// They multiply by quads, and four channels at once.
Refusal OfAny(const Problem& problem) {
  const int64_t weights = static_cast<int64_t>(problem.geometry.depth) * problem.geometry.channels;
  if (weights < kFewestWeights || problem.geometry.depth < 4) return Refusal::kTooSmall;
  return problem.geometry.channels == 1 ? Refusal::kOneChannel : Refusal::kNone;
}

Refusal WithScratch(const Problem& problem, int32_t bytes) {
  const Refusal refusal = OfAny(problem);
  return refusal == Refusal::kNone ? cmsis_nn::WithinLimit(bytes) : refusal;
}

Refusal OfEitherInt8(const Problem& problem) {
  if (problem.packed) return Refusal::kPacked;
  return problem.symmetric_filter ? WithScratch(problem, Int8Scratch(problem)) : Refusal::kFilterZeroPoint;
}

Refusal OfInt8(const Problem& problem) {
  return problem.per_channel ? Refusal::kChannelScales : OfEitherInt8(problem);
}

Refusal OfInt8PerChannel(const Problem& problem) {
  return problem.per_channel ? OfEitherInt8(problem) : Refusal::kOneScale;
}

Refusal OfHybrid(const Problem& problem) { return WithScratch(problem, Int8Scratch(problem)); }

Refusal OfInt16(const Problem& problem) {
  return problem.bias_type == kTfLiteInt32 ? Refusal::kInt32Bias : Refusal::kNone;
}

Refusal OfFloat(const Problem& problem) {
  return problem.bias_type == kTfLiteFloat16 ? Refusal::kFloat16Bias : OfAny(problem);
}

cmsis_nn_fc_params Int8Params(const FullyConnectedOpData& data) {
  return {-data.input_zero_point, 0, data.output_zero_point, {data.activation_min, data.activation_max}};
}

arm_cmsis_nn_status RunInt8(const Problem& problem, const Node& node, const cmsis_nn_context& scratch) {
  const cmsis_nn_fc_params params = Int8Params(node.data);
  const cmsis_nn_per_tensor_quant_params quant = {node.data.multiplier, node.data.shift};
  return arm_fully_connected_s8(
      &scratch, &params, &quant, &problem.input, micro::GetTensorData<int8_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), nullptr, micro::GetOptionalTensorData<int32_t>(node.bias),
      &problem.output, micro::GetTensorData<int8_t>(node.output));
}

Refusal OfPacked(const Problem& problem) {
  const bool fits = problem.symmetric_filter && problem.bias_type != kTfLiteNoType &&
                    problem.filter.n % 4 == 0 && problem.output.c % 4 == 0;
  return problem.packed && fits ? cmsis_nn::WithinLimit(Int8Scratch(problem)) : Refusal::kNotPacked;
}

arm_cmsis_nn_status RunPacked(const Problem& problem, const Node& node, const cmsis_nn_context& scratch) {
  const cmsis_nn_fc_params params = Int8Params(node.data);
  const FullyConnectedOpData& data = node.data;
  int32_t multiplier = data.multiplier;
  int32_t shift = data.shift;
  const cmsis_nn_quant_params quant =
      problem.per_channel ? cmsis_nn_quant_params{data.channel_multiplier, data.channel_shift, 1}
                          : cmsis_nn_quant_params{&multiplier, &shift, 0};
  return arm_fully_connected_packed_s8(
      &scratch, &params, &quant, &problem.input, micro::GetTensorData<int8_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), micro::GetTensorData<int32_t>(node.bias), &problem.output,
      micro::GetTensorData<int8_t>(node.output));
}

arm_cmsis_nn_status RunInt8PerChannel(const Problem& problem, const Node& node,
                                      const cmsis_nn_context& scratch) {
  const cmsis_nn_fc_params params = Int8Params(node.data);
  const cmsis_nn_per_channel_quant_params quant = {node.data.channel_multiplier, node.data.channel_shift};
  return arm_fully_connected_per_channel_s8(
      &scratch, &params, &quant, &problem.input, micro::GetTensorData<int8_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), nullptr, micro::GetOptionalTensorData<int32_t>(node.bias),
      &problem.output, micro::GetTensorData<int8_t>(node.output));
}

arm_cmsis_nn_status RunInt16(const Problem& problem, const Node& node, const cmsis_nn_context& scratch) {
  const FullyConnectedOpData& data = node.data;
  const cmsis_nn_fc_params params = {0, 0, 0, {data.activation16.min, data.activation16.max}};
  int32_t multiplier = data.multiplier;
  int32_t shift = data.shift;
  const cmsis_nn_quant_params quant =
      problem.per_channel ? cmsis_nn_quant_params{data.channel_multiplier, data.channel_shift, 1}
                          : cmsis_nn_quant_params{&multiplier, &shift, 0};
  return arm_fully_connected_wrapper_s16(
      &scratch, &params, &quant, &problem.input, micro::GetTensorData<int16_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), nullptr, micro::GetOptionalTensorData<int64_t>(node.bias),
      &problem.output, micro::GetTensorData<int16_t>(node.output));
}

arm_cmsis_nn_status RunFloat(const Problem& problem, const Node& node, const cmsis_nn_context& scratch) {
  const cmsis_nn_fc_params_f32 params = {cmsis_nn::Float32Activation(node.params.activation),
                                         ARM_NN_WEIGHT_FORMAT_STANDARD};
  return arm_fully_connected_f32(&scratch, &params, &problem.input, micro::GetTensorData<float>(node.input),
                                 &problem.filter, micro::GetTensorData<float>(node.filter), nullptr,
                                 micro::GetOptionalTensorData<float>(node.bias), &problem.output,
                                 micro::GetTensorData<float>(node.output), ARM_NN_LAYOUT_NHWC);
}

arm_cmsis_nn_status RunFloat16(const Problem& problem, const Node& node, const cmsis_nn_context& scratch) {
  const cmsis_nn_fc_params_f32 params = {cmsis_nn::Float32Activation(node.params.activation),
                                         ARM_NN_WEIGHT_FORMAT_STANDARD};
  return arm_fully_connected_f32_weights_f16(
      &scratch, &params, &problem.input, micro::GetTensorData<float>(node.input), &problem.filter,
      micro::GetTensorData<arm_nn_float16_bits>(node.filter), micro::GetOptionalTensorData<void>(node.bias),
      problem.bias_type == kTfLiteFloat16, &problem.output, micro::GetTensorData<float>(node.output),
      ARM_NN_LAYOUT_NHWC);
}

// Row by row, the quantised row behind the kernel's scratch.
arm_cmsis_nn_status RunHybrid(const Problem& problem, const Node& node, const cmsis_nn_context& scratch) {
  const FullyConnectedOpData& data = node.data;
  const cmsis_nn_fc_params_f32 params = {cmsis_nn::Float32Activation(node.params.activation),
                                         ARM_NN_WEIGHT_FORMAT_STANDARD};
  int8_t* quantized = static_cast<int8_t*>(scratch.buf) + Int8Scratch(problem);
  const float* input = micro::GetTensorData<float>(node.input);
  float* output = micro::GetTensorData<float>(node.output);
  cmsis_nn_dims one_row = problem.input;
  one_row.n = 1;
  const auto quantize = node.params.asymmetric_quantize_inputs ? cmsis_nn::FastQuantizeAsymmetric
                                                               : cmsis_nn::FastQuantizeSymmetric;
  for (int32_t batch = 0; batch < problem.geometry.batches; ++batch) {
    const RunTimeQuantization quantization = quantize(input, problem.geometry.depth, quantized);
    const cmsis_nn_hybrid_params hybrid = {quantization.scale, quantization.zero_point, data.filter_scale,
                                           data.filter_scale_step == 1 ? problem.geometry.channels : 1};
    const arm_cmsis_nn_status status = arm_fully_connected_hybrid_s8(
        &scratch, &params, &hybrid, &one_row, quantized, &problem.filter,
        micro::GetTensorData<int8_t>(node.filter), micro::GetOptionalTensorData<float>(node.bias),
        &problem.output, output);
    if (status != ARM_CMSIS_NN_SUCCESS) {
      return status;
    }
    input += problem.geometry.depth;
    output += problem.geometry.channels;
  }
  return ARM_CMSIS_NN_SUCCESS;
}

// Behind the kernel's scratch, one row of the input as int8.
int32_t HybridScratch(const Problem& problem) { return Int8Scratch(problem) + problem.geometry.depth; }

int32_t NoScratch(const Problem& /*problem*/) { return 0; }

// Channels whose weights are unpacked at a time, behind the kernel's scratch. A multiple of 4: each piece
// starts with a whole byte.
int32_t Int4Channels(const Problem& problem) {
  constexpr int32_t kPieceBytes = 8 * 1024;
  const int32_t most = kPieceBytes / problem.geometry.depth & ~3;
  const int32_t channels = most < 4 ? 4 : most;
  return channels < problem.geometry.channels ? channels : problem.geometry.channels;
}

int32_t Int4Scratch(const Problem& problem) {
  return Int8Scratch(problem) + Int4Channels(problem) * problem.geometry.depth;
}

// The kernel of one input row, for `count` channels from `first` on, whose weights are `filter`.
arm_cmsis_nn_status RunPiece(const Problem& problem, const Node& node, const cmsis_nn_context& scratch,
                             int32_t batch, int32_t first, int32_t count, const int8_t* filter) {
  const FullyConnectedOpData& data = node.data;
  const FullyConnectedGeometry& geometry = problem.geometry;
  const cmsis_nn_fc_params params = Int8Params(data);
  const cmsis_nn_dims input = {1, 1, 1, geometry.depth};
  const cmsis_nn_dims weights = {geometry.depth, 1, 1, count};
  const cmsis_nn_dims output = {1, 1, 1, count};
  const int8_t* from = micro::GetTensorData<int8_t>(node.input) + batch * geometry.depth;
  int8_t* to = micro::GetTensorData<int8_t>(node.output) + batch * geometry.channels + first;
  const int32_t* bias = node.bias == nullptr ? nullptr : micro::GetTensorData<int32_t>(node.bias) + first;
  if (data.channel_multiplier == nullptr) {
    const cmsis_nn_per_tensor_quant_params quant = {data.multiplier, data.shift};
    return arm_fully_connected_s8(&scratch, &params, &quant, &input, from, &weights, filter, nullptr, bias,
                                  &output, to);
  }
  const cmsis_nn_per_channel_quant_params quant = {data.channel_multiplier + first,
                                                   data.channel_shift + first};
  return arm_fully_connected_per_channel_s8(&scratch, &params, &quant, &input, from, &weights, filter,
                                            nullptr, bias, &output, to);
}

arm_cmsis_nn_status RunInt4(const Problem& problem, const Node& node, const cmsis_nn_context& scratch) {
  const FullyConnectedGeometry& geometry = problem.geometry;
  int8_t* unpacked = static_cast<int8_t*>(scratch.buf) + Int8Scratch(problem);
  const int32_t piece = Int4Channels(problem);
  for (int32_t first = 0; first < geometry.channels; first += piece) {
    const int32_t count = geometry.channels - first < piece ? geometry.channels - first : piece;
    const int8_t* packed = micro::GetTensorData<int8_t>(node.filter) + first * geometry.depth / 2;
    tensor_utils::UnpackDenseInt4IntoInt8(packed, count * geometry.depth, unpacked);
    for (int32_t batch = 0; batch < geometry.batches; ++batch) {
      const arm_cmsis_nn_status status = RunPiece(problem, node, scratch, batch, first, count, unpacked);
      if (status != ARM_CMSIS_NN_SUCCESS) return status;
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}

Refusal OfInt4(const Problem& problem) {
  return problem.symmetric_filter ? WithScratch(problem, Int4Scratch(problem)) : Refusal::kFilterZeroPoint;
}

constexpr Kernel kInt4Kernels[] = {{"arm_fully_connected_s8_unpacked_s4", OfInt4, Int4Scratch, RunInt4}};
constexpr Kernel kInt8Kernels[] = {
    {"arm_fully_connected_packed_s8", OfPacked, Int8Scratch, RunPacked},
    {"arm_fully_connected_s8", OfInt8, Int8Scratch, RunInt8},
    {"arm_fully_connected_per_channel_s8", OfInt8PerChannel, Int8Scratch, RunInt8PerChannel},
};
constexpr Kernel kInt16Kernels[] = {{"arm_fully_connected_s16", OfInt16, NoScratch, RunInt16}};
constexpr Kernel kHybridKernels[] = {{"arm_fully_connected_hybrid_s8", OfHybrid, HybridScratch, RunHybrid}};
constexpr Kernel kFloatKernels[] = {{"arm_fully_connected_f32", OfFloat, NoScratch, RunFloat}};
constexpr Kernel kFloat16Kernels[] = {{"arm_fully_connected_f32_weights_f16", OfAny, NoScratch, RunFloat16}};

using FastForm = cmsis_nn::FastForm<FullyConnectedForm, Kernel>;
constexpr FastForm kInt8 = {kFullyConnectedInt8, kInt8Kernels};
constexpr FastForm kHybrid = {kFullyConnectedHybrid, kHybridKernels};
constexpr FastForm kFloat32 = {kFullyConnectedFloat32, kFloatKernels};
constexpr FastForm kFloat16 = {kFullyConnectedFloat16, kFloat16Kernels};
constexpr FastForm kInt16 = {kFullyConnectedInt16, kInt16Kernels};
constexpr FastForm kInt4 = {kFullyConnectedInt4, kInt4Kernels};
constexpr const FastForm* kForms[] = {&kFloat32, &kInt8,  &kHybrid,
                                      &kFloat16, &kInt16, &kInt4};  // as KernelForm

Problem ProblemOf(const TfLiteContext* context, const TfLiteNode* node) {
  const FullyConnectedGeometry geometry = GetFullyConnectedGeometry(context, node);
  const auto& data = *static_cast<const FullyConnectedOpData*>(node->user_data);
  const auto& params = *static_cast<const TfLiteFullyConnectedParams*>(node->builtin_data);
  const TfLiteEvalTensor* bias = micro::GetEvalInput(context, node, 2);
  return {geometry,
          {geometry.batches, 1, 1, geometry.depth},
          {geometry.depth, 1, 1, geometry.channels},
          {geometry.batches, 1, 1, geometry.channels},
          bias == nullptr ? kTfLiteNoType : bias->type,
          data.filter_zero_point == 0,
          data.channel_multiplier != nullptr,
          params.weights_format == kTfLiteFullyConnectedWeightsFormatPacked8};
}

TfLiteStatus PrepareForm(TfLiteContext* context, TfLiteNode* node, const FastForm& form) {
  TF_LITE_ENSURE_STATUS(FullyConnectedParse(context, node, form.reference));
  const Problem problem = ProblemOf(context, node);
  auto* data = static_cast<FullyConnectedOpData*>(node->user_data);
  data->kernel = form.Choose(context, problem);
  const Kernel* kernel = form.At(data->kernel);
  TF_LITE_ENSURE_MSG(context, kernel != nullptr || !problem.packed,
                     "FULLY_CONNECTED has packed weights that no kernel here reads; build the model again.");
  if (kernel == nullptr) return FullyConnectedPrepareReference(context, node, form.reference);
  SetKernelName(context, node, kernel->name);
  return cmsis_nn::RequestScratch(context, kernel->scratch_bytes(problem), &data->scratch);
}

TfLiteStatus InvokeKernel(TfLiteContext* context, TfLiteNode* node, const Kernel* kernel) {
  const auto& data = *static_cast<const FullyConnectedOpData*>(node->user_data);
  const Problem problem = ProblemOf(context, node);
  const Node tensors = {data,
                        *static_cast<const TfLiteFullyConnectedParams*>(node->builtin_data),
                        micro::GetEvalInput(context, node, 0),
                        micro::GetEvalInput(context, node, 1),
                        micro::GetEvalInput(context, node, 2),
                        micro::GetEvalOutput(context, node, 0)};
  const cmsis_nn_context scratch = cmsis_nn::ContextOf(context, data.scratch, kernel->scratch_bytes(problem));
  return cmsis_nn::StatusOf(context, kernel->name, kernel->run(problem, tensors, scratch));
}

struct Operator {
  using Form = FastForm;
  using OpData = FullyConnectedOpData;
  static constexpr auto& kForms = tflite::kForms;
  static constexpr auto Init = FullyConnectedInit;
  static constexpr auto FormOf = FullyConnectedFormOf;
  static constexpr auto Prepare = PrepareForm;
  static constexpr auto Invoke = InvokeKernel;
};
using Registrations = cmsis_nn::FormRegistrations<Operator>;

}  // namespace

TFLMRegistration Register_FULLY_CONNECTED() { return Registrations::Any(); }
TFLMRegistration Register_FULLY_CONNECTED_FLOAT32() { return Registrations::Of<kFloat32>(); }
TFLMRegistration Register_FULLY_CONNECTED_FLOAT16() { return Registrations::Of<kFloat16>(); }
TFLMRegistration Register_FULLY_CONNECTED_INT8() { return Registrations::Of<kInt8>(); }
TFLMRegistration Register_FULLY_CONNECTED_INT16() { return Registrations::Of<kInt16>(); }
TFLMRegistration Register_FULLY_CONNECTED_INT4() { return Registrations::Of<kInt4>(); }
TFLMRegistration Register_FULLY_CONNECTED_HYBRID() { return Registrations::Of<kHybrid>(); }

}  // namespace tflite

#endif  // USE_CMSIS_NN
