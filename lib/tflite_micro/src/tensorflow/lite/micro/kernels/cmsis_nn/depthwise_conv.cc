// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/depthwise_conv.h"

#include "tensorflow/lite/kernels/internal/portable_tensor_utils.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/cmsis_nn_glue.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/fast_quantize.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/form_registrations.h"

namespace tflite {
namespace {

struct Problem {
  ConvGeometry geometry;
  cmsis_nn_dims input, filter, output;
  TfLiteType bias_type;  // kTfLiteNoType for none
};

struct Node {
  const ConvOpData& data;
  TfLiteFusedActivation activation;
  const TfLiteEvalTensor* input;
  const TfLiteEvalTensor* filter;
  const TfLiteEvalTensor* bias;
  TfLiteEvalTensor* output;
};

struct Kernel {
  const char* name;
  Refusal (*refusal)(const Problem& problem);
  int32_t (*scratch_bytes)(const Problem& problem);  // beside what the form's own Prepare asks for
  arm_cmsis_nn_status (*run)(TfLiteContext* context, const Problem& problem, const Node& node);
};

constexpr int32_t kLeastTurnedChannels = 4;  // a convolution takes four at once
constexpr int32_t kFewestProducts = 128;  // of fewer than four channels: the reference kernel prepares less

int32_t Multiplier(const Problem& problem) { return problem.output.c / problem.input.c; }

cmsis_nn_dw_conv_params_f32 FloatParams(const Problem& problem, TfLiteFusedActivation activation) {
  const Window& window = problem.geometry.window;
  return {Multiplier(problem), cmsis_nn::StrideOf(window), cmsis_nn::PaddingOf(window),
          cmsis_nn::DilationOf(window), cmsis_nn::Float32Activation(activation)};
}

cmsis_nn_dw_conv_params IntegerParams(const Problem& problem, const ConvOpData& data) {
  const Window& window = problem.geometry.window;
  return {-data.input_zero_point,
          data.output_zero_point,
          Multiplier(problem),
          cmsis_nn::StrideOf(window),
          cmsis_nn::PaddingOf(window),
          cmsis_nn::DilationOf(window),
          {data.activation_min, data.activation_max}};
}

int32_t Scratch3x3(const Problem& problem) {
  const cmsis_nn_dw_conv_params params = IntegerParams(problem, {});
  return arm_depthwise_conv_3x3_s8_get_buffer_size(&params, &problem.input, &problem.filter, &problem.output);
}

Refusal Of3x3(const Problem& problem) {
  if (problem.filter.h != 3 || problem.filter.w != 3) return Refusal::kNot3x3;
  const int32_t bytes = Scratch3x3(problem);
  return bytes > 0 ? cmsis_nn::WithinLimit(bytes) : Refusal::kNot3x3;
}

arm_cmsis_nn_status Run3x3Int8(TfLiteContext* context, const Problem& problem, const Node& node) {
  const cmsis_nn_dw_conv_params params = IntegerParams(problem, node.data);
  const cmsis_nn_per_channel_quant_params quant = {node.data.multiplier, node.data.shift};
  const cmsis_nn_context scratch = cmsis_nn::ContextOf(context, node.data.scratch, Scratch3x3(problem));
  return arm_depthwise_conv_3x3_s8(
      &scratch, &params, &quant, &problem.input, micro::GetTensorData<int8_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), nullptr, micro::GetOptionalTensorData<int32_t>(node.bias),
      &problem.output, micro::GetTensorData<int8_t>(node.output));
}

Refusal OfGeneral(const Problem& problem) {
  const cmsis_nn_dims& output = problem.output;
  const int64_t products =
      int64_t{output.n} * output.h * output.w * output.c * problem.filter.h * problem.filter.w;
  return output.c < 4 && products < kFewestProducts ? Refusal::kTooSmall : Refusal::kNone;
}

arm_cmsis_nn_status RunInt8(TfLiteContext* /*context*/, const Problem& problem, const Node& node) {
  const cmsis_nn_dw_conv_params params = IntegerParams(problem, node.data);
  const cmsis_nn_per_channel_quant_params quant = {node.data.multiplier, node.data.shift};
  const cmsis_nn_context none = {nullptr, 0};
  return arm_depthwise_conv_s8(
      &none, &params, &quant, &problem.input, micro::GetTensorData<int8_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), nullptr, micro::GetOptionalTensorData<int32_t>(node.bias),
      &problem.output, micro::GetTensorData<int8_t>(node.output));
}

// One input channel makes a convolution: its filter is HWO where that of CONV_2D is OHWI, so it is turned,
// each time, into the scratch.
cmsis_nn_dims TurnedFilter(const Problem& problem) {
  return {problem.output.c, problem.filter.h, problem.filter.w, 1};
}

int32_t TurnedBytes(const Problem& problem) {
  return cmsis_nn::AlignedBytes(problem.output.c * problem.filter.h * problem.filter.w);
}

int32_t TurnedScratch(const Problem& problem) {
  const cmsis_nn_dims filter = TurnedFilter(problem);
  const cmsis_nn_conv_params* const any = nullptr;
  return TurnedBytes(problem) +
         arm_convolve_wrapper_s8_get_buffer_size(any, &problem.input, &filter, &problem.output);
}

Refusal OfTurned(const Problem& problem) {
  if (problem.input.c != 1 || problem.output.c < kLeastTurnedChannels) return Refusal::kNotOneChannel;
  return cmsis_nn::WithinLimit(TurnedScratch(problem));
}

arm_cmsis_nn_status RunTurned(TfLiteContext* context, const Problem& problem, const Node& node) {
  const cmsis_nn_dw_conv_params own = IntegerParams(problem, node.data);
  const cmsis_nn_conv_params params = {own.input_offset, own.output_offset, own.stride,
                                       own.padding,      own.dilation,      own.activation};
  const cmsis_nn_per_channel_quant_params quant = {node.data.multiplier, node.data.shift};
  const int32_t bytes = TurnedScratch(problem);
  auto* turned = static_cast<int8_t*>(cmsis_nn::ContextOf(context, node.data.scratch, bytes).buf);
  const int8_t* weight = micro::GetTensorData<int8_t>(node.filter);
  const cmsis_nn_dims filter = TurnedFilter(problem);
  const int32_t taps = filter.h * filter.w;
  for (int32_t tap = 0; tap < taps; ++tap) {
    for (int32_t channel = 0; channel < filter.n; ++channel) turned[channel * taps + tap] = *weight++;
  }
  const cmsis_nn_context scratch = {turned + TurnedBytes(problem), bytes - TurnedBytes(problem)};
  return arm_nn_convolve_s8_ungrouped(&scratch, &params, &quant, &problem.input,
                                      micro::GetTensorData<int8_t>(node.input), &filter, turned,
                                      micro::GetOptionalTensorData<int32_t>(node.bias), &problem.output,
                                      micro::GetTensorData<int8_t>(node.output));
}

arm_cmsis_nn_status RunInt16(TfLiteContext* /*context*/, const Problem& problem, const Node& node) {
  const cmsis_nn_dw_conv_params params = IntegerParams(problem, node.data);
  const cmsis_nn_per_channel_quant_params quant = {node.data.multiplier, node.data.shift};
  const cmsis_nn_context none = {nullptr, 0};
  return arm_depthwise_conv_fast_s16(
      &none, &params, &quant, &problem.input, micro::GetTensorData<int16_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), nullptr, micro::GetOptionalTensorData<int64_t>(node.bias),
      &problem.output, micro::GetTensorData<int16_t>(node.output));
}

// The kernel takes four channels at once, and others as the reference kernel does.
Refusal OfInt16(const Problem& problem) {
  return Multiplier(problem) == 1 && problem.input.c >= 4 ? Refusal::kNone : Refusal::kNotFourChannels;
}

arm_cmsis_nn_status RunFloat(TfLiteContext* /*context*/, const Problem& problem, const Node& node) {
  const cmsis_nn_dw_conv_params_f32 params = FloatParams(problem, node.activation);
  const cmsis_nn_context none = {nullptr, 0};
  return arm_depthwise_conv_f32(&none, &params, &problem.input, micro::GetTensorData<float>(node.input),
                                &problem.filter, micro::GetTensorData<float>(node.filter), nullptr,
                                micro::GetOptionalTensorData<float>(node.bias), &problem.output,
                                micro::GetTensorData<float>(node.output), ARM_NN_LAYOUT_NHWC);
}

arm_cmsis_nn_status RunHybrid(TfLiteContext* context, const Problem& problem, const Node& node) {
  const ConvOpData& data = node.data;
  const cmsis_nn_dw_conv_params_f32 params = FloatParams(problem, node.activation);
  auto* quantized = static_cast<int8_t*>(context->GetScratchBuffer(context, data.scratch));
  const float* input = micro::GetTensorData<float>(node.input);
  float* output = micro::GetTensorData<float>(node.output);
  cmsis_nn_dims one_input = problem.input;
  cmsis_nn_dims one_output = problem.output;
  one_input.n = one_output.n = 1;
  for (int32_t batch = 0; batch < problem.input.n; ++batch) {
    const RunTimeQuantization quantization =
        cmsis_nn::FastQuantizeAsymmetric(input, problem.geometry.input.batch_size(), quantized);
    const cmsis_nn_hybrid_params hybrid = {quantization.scale, quantization.zero_point, data.filter_scale,
                                           data.filter_scale_step == 1 ? problem.output.c : 1};
    const arm_cmsis_nn_status status = arm_depthwise_conv_hybrid_s8(
        &params, &hybrid, &one_input, quantized, &problem.filter, micro::GetTensorData<int8_t>(node.filter),
        micro::GetOptionalTensorData<float>(node.bias), &one_output, output);
    if (status != ARM_CMSIS_NN_SUCCESS) {
      return status;
    }
    input += problem.geometry.input.batch_size();
    output += problem.geometry.output.batch_size();
  }
  return ARM_CMSIS_NN_SUCCESS;
}

int32_t UnpackedBytes(const Problem& problem) {
  return problem.filter.h * problem.filter.w * problem.filter.c;
}

arm_cmsis_nn_status RunInt4(TfLiteContext* context, const Problem& problem, const Node& node) {
  const int32_t bytes = UnpackedBytes(problem);
  TfLiteEvalTensor filter = *node.filter;
  filter.data.data = cmsis_nn::ContextOf(context, node.data.scratch, bytes).buf;
  tensor_utils::UnpackDenseInt4IntoInt8(micro::GetTensorData<int8_t>(node.filter), bytes, filter.data.int8);
  const Node unpacked = {node.data, node.activation, node.input, &filter, node.bias, node.output};
  return RunInt8(context, problem, unpacked);
}

// Beside int8's parameters, room for the filter as int8.
TfLiteStatus QuantizeInt4(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                          TfLiteFusedActivation activation, int channel_axis, ConvOpData* data) {
  TF_LITE_ENSURE_STATUS(QuantizeConvInt8(context, op, layer, activation, channel_axis, data));
  const int* const filter = layer.filter->dims->data;
  const int32_t bytes = filter[1] * filter[2] * filter[3];
  return bytes > cmsis_nn::kScratchLimit ? kTfLiteOk
                                         : cmsis_nn::RequestScratch(context, bytes, &data->scratch);
}

TfLiteStatus InvokeReferenceInt4(TfLiteContext* context, TfLiteNode* node) {
  return kDepthwiseConvInt4.invoke(context, node);
}

constexpr ConvForm kInt4Form = {KernelForm::kInt4, "reference_depthwise_conv_s4", QuantizeInt4,
                                InvokeReferenceInt4};

Refusal OfInt4(const Problem& problem) { return cmsis_nn::WithinLimit(UnpackedBytes(problem)); }

Refusal OfFloat(const Problem& problem) {
  return problem.bias_type == kTfLiteFloat16 ? Refusal::kFloat16Bias : OfGeneral(problem);
}

int32_t NoScratch(const Problem& /*problem*/) { return 0; }

constexpr Kernel kInt8Kernels[] = {
    {"arm_depthwise_conv_3x3_s8", Of3x3, Scratch3x3, Run3x3Int8},
    {"arm_convolve_s8", OfTurned, TurnedScratch, RunTurned},
    {"arm_depthwise_conv_s8", OfGeneral, NoScratch, RunInt8},
};
constexpr Kernel kInt4Kernels[] = {{"arm_depthwise_conv_s8_unpacked_s4", OfInt4, NoScratch, RunInt4}};
constexpr Kernel kHybridKernels[] = {{"arm_depthwise_conv_hybrid_s8", OfGeneral, NoScratch, RunHybrid}};
constexpr Kernel kInt16Kernels[] = {{"arm_depthwise_conv_fast_s16", OfInt16, NoScratch, RunInt16}};
constexpr Kernel kFloatKernels[] = {{"arm_depthwise_conv_f32", OfFloat, NoScratch, RunFloat}};

using FastForm = cmsis_nn::FastForm<ConvForm, Kernel>;
constexpr FastForm kInt8 = {kDepthwiseConvInt8, kInt8Kernels};
constexpr FastForm kHybrid = {kDepthwiseConvHybrid, kHybridKernels};
constexpr FastForm kFloat32 = {kDepthwiseConvFloat32, kFloatKernels};
constexpr FastForm kFloat16(kDepthwiseConvFloat16);  // the reference kernel alone
constexpr FastForm kInt16 = {kDepthwiseConvInt16, kInt16Kernels};
constexpr FastForm kInt4 = {kInt4Form, kInt4Kernels};
constexpr const FastForm* kForms[] = {&kFloat32, &kInt8,  &kHybrid,
                                      &kFloat16, &kInt16, &kInt4};  // as KernelForm

Problem ProblemOf(const TfLiteContext* context, const TfLiteNode* node) {
  const ConvGeometry geometry = GetDepthwiseConvGeometry(context, node);
  const TfLiteEvalTensor* bias = micro::GetEvalInput(context, node, 2);
  const Window& window = geometry.window;
  return {geometry,
          cmsis_nn::DimsOf(geometry.input),
          {1, window.height, window.width, geometry.output.channels},
          cmsis_nn::DimsOf(geometry.output),
          bias == nullptr ? kTfLiteNoType : bias->type};
}

TfLiteStatus PrepareForm(TfLiteContext* context, TfLiteNode* node, const FastForm& form) {
  // The reference kernel's scratch, one batch as int8 when hybrid, is what the fast ones need as well.
  TF_LITE_ENSURE_STATUS(DepthwiseConvPrepare(context, node, form.reference));
  auto* data = static_cast<ConvOpData*>(node->user_data);
  const Problem problem = ProblemOf(context, node);
  data->kernel = form.Choose(context, problem);
  const Kernel* kernel = form.At(data->kernel);
  if (kernel == nullptr) return kTfLiteOk;
  SetKernelName(context, node, kernel->name);
  return cmsis_nn::RequestScratch(context, kernel->scratch_bytes(problem), &data->scratch);
}

TfLiteStatus InvokeKernel(TfLiteContext* context, TfLiteNode* node, const Kernel* kernel) {
  const auto& data = *static_cast<const ConvOpData*>(node->user_data);
  const Problem problem = ProblemOf(context, node);
  const Node tensors = {data,
                        static_cast<const TfLiteDepthwiseConvParams*>(node->builtin_data)->activation,
                        micro::GetEvalInput(context, node, 0),
                        micro::GetEvalInput(context, node, 1),
                        micro::GetEvalInput(context, node, 2),
                        micro::GetEvalOutput(context, node, 0)};
  return cmsis_nn::StatusOf(context, kernel->name, kernel->run(context, problem, tensors));
}

struct Operator {
  using Form = FastForm;
  using OpData = ConvOpData;
  static constexpr auto& kForms = tflite::kForms;
  static constexpr auto Init = DepthwiseConvInit;
  static constexpr auto FormOf = DepthwiseConvFormOf;
  static constexpr auto Prepare = PrepareForm;
  static constexpr auto Invoke = InvokeKernel;
};
using Registrations = cmsis_nn::FormRegistrations<Operator>;

}  // namespace

TFLMRegistration Register_DEPTHWISE_CONV_2D() { return Registrations::Any(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_FLOAT32() { return Registrations::Of<kFloat32>(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_FLOAT16() { return Registrations::Of<kFloat16>(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_INT8() { return Registrations::Of<kInt8>(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_INT16() { return Registrations::Of<kInt16>(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_INT4() { return Registrations::Of<kInt4>(); }
TFLMRegistration Register_DEPTHWISE_CONV_2D_HYBRID() { return Registrations::Of<kHybrid>(); }

}  // namespace tflite

#endif  // USE_CMSIS_NN
