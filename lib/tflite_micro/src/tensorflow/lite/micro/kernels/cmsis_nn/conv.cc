// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/conv.h"

#include "arm_nnsupportfunctions.h"
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
  ConvOpData& data;
  TfLiteFusedActivation activation;
  const TfLiteEvalTensor* input;
  const TfLiteEvalTensor* filter;
  const TfLiteEvalTensor* bias;
  TfLiteEvalTensor* output;
};

struct Kernel {
  const char* name;
  Refusal (*refusal)(const Problem& problem);
  int32_t (*scratch_bytes)(const Problem& problem);
  ConvSplit (*split)(const Problem& problem);
  arm_cmsis_nn_status (*run)(TfLiteContext* context, const Problem& problem, const Node& node,
                             const cmsis_nn_context& scratch);
};

bool IsUngrouped(const Problem& problem) { return problem.input.c == problem.filter.c; }

bool IsPointwise(const Problem& problem) {
  const Window& window = problem.geometry.window;
  return window.height == 1 && window.width == 1 && window.stride_height == 1 && window.stride_width == 1 &&
         window.padding_height == 0 && window.padding_width == 0;
}

cmsis_nn_conv_params Int8Params(const Problem& problem, const ConvOpData& data) {
  const Window& window = problem.geometry.window;
  return {-data.input_zero_point,       data.output_zero_point,
          cmsis_nn::StrideOf(window),   cmsis_nn::PaddingOf(window),
          cmsis_nn::DilationOf(window), {data.activation_min, data.activation_max}};
}

cmsis_nn_conv_params_f32 FloatParams(const Problem& problem, TfLiteFusedActivation activation) {
  const Window& window = problem.geometry.window;
  return {cmsis_nn::StrideOf(window), cmsis_nn::PaddingOf(window), cmsis_nn::DilationOf(window),
          cmsis_nn::Float32Activation(activation), ARM_NN_WEIGHT_FORMAT_STANDARD};
}

int32_t Int8Scratch(const Problem& problem) {
  const cmsis_nn_conv_params* const any = nullptr;
  return arm_convolve_wrapper_s8_get_buffer_size(any, &problem.input, &problem.filter, &problem.output);
}

cmsis_nn_conv_params WindowParams(const Problem& problem) {
  const Window& window = problem.geometry.window;
  return {
      0,          0, cmsis_nn::StrideOf(window), cmsis_nn::PaddingOf(window), cmsis_nn::DilationOf(window),
      {-128, 127}};
}

int32_t GroupedInt8Scratch(const Problem& problem) {
  const cmsis_nn_conv_params params = WindowParams(problem);
  return arm_convolve_grouped_s8_get_buffer_size(&params, &problem.input, &problem.filter, &problem.output);
}

int32_t Int16Scratch(const Problem& problem) {
  return arm_convolve_s16_get_buffer_size(&problem.input, &problem.filter);
}

int32_t FloatScratch(const Problem& problem) {
  const cmsis_nn_conv_params_f32 params = FloatParams(problem, kTfLiteActNone);
  return arm_convolve_f32_get_buffer_size(&params, &problem.input, &problem.filter, &problem.output,
                                          ARM_NN_LAYOUT_NHWC);
}

int32_t Float16Scratch(const Problem& problem) {
  const cmsis_nn_conv_params_f32 params = FloatParams(problem, kTfLiteActNone);
  return arm_convolve_f32_weights_f16_get_buffer_size(&params, &problem.input, &problem.filter,
                                                      &problem.output, ARM_NN_LAYOUT_NHWC);
}

arm_cmsis_nn_status RunPointwiseInt8(TfLiteContext* /*context*/, const Problem& problem, const Node& node,
                                     const cmsis_nn_context& scratch) {
  const cmsis_nn_conv_params params = Int8Params(problem, node.data);
  const cmsis_nn_per_channel_quant_params quant = {node.data.multiplier, node.data.shift};
  return arm_convolve_1x1_s8_fast(
      &scratch, &params, &quant, &problem.input, micro::GetTensorData<int8_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), nullptr, micro::GetOptionalTensorData<int32_t>(node.bias),
      &problem.output, micro::GetTensorData<int8_t>(node.output));
}

arm_cmsis_nn_status RunInt8(TfLiteContext* /*context*/, const Problem& problem, const Node& node,
                            const cmsis_nn_context& scratch) {
  const cmsis_nn_conv_params params = Int8Params(problem, node.data);
  const cmsis_nn_per_channel_quant_params quant = {node.data.multiplier, node.data.shift};
  return arm_nn_convolve_s8_ungrouped(
      &scratch, &params, &quant, &problem.input, micro::GetTensorData<int8_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), micro::GetOptionalTensorData<int32_t>(node.bias),
      &problem.output, micro::GetTensorData<int8_t>(node.output));
}

arm_cmsis_nn_status RunGroupedInt8(TfLiteContext* /*context*/, const Problem& problem, const Node& node,
                                   const cmsis_nn_context& scratch) {
  const cmsis_nn_conv_params params = Int8Params(problem, node.data);
  const cmsis_nn_per_channel_quant_params quant = {node.data.multiplier, node.data.shift};
  return arm_convolve_grouped_s8(
      &scratch, &params, &quant, &problem.input, micro::GetTensorData<int8_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), micro::GetOptionalTensorData<int32_t>(node.bias),
      &problem.output, micro::GetTensorData<int8_t>(node.output));
}

arm_cmsis_nn_status RunInt16(TfLiteContext* /*context*/, const Problem& problem, const Node& node,
                             const cmsis_nn_context& scratch) {
  const cmsis_nn_conv_params params = Int8Params(problem, node.data);
  const cmsis_nn_per_channel_quant_params quant = {node.data.multiplier, node.data.shift};
  const cmsis_nn_bias_data bias = {micro::GetOptionalTensorData<void>(node.bias),
                                   problem.bias_type == kTfLiteInt32};
  return arm_convolve_s16(&scratch, &params, &quant, &problem.input,
                          micro::GetTensorData<int16_t>(node.input), &problem.filter,
                          micro::GetTensorData<int8_t>(node.filter), nullptr,
                          problem.bias_type == kTfLiteNoType ? nullptr : &bias, &problem.output,
                          micro::GetTensorData<int16_t>(node.output));
}

arm_cmsis_nn_status RunFloat(TfLiteContext* /*context*/, const Problem& problem, const Node& node,
                             const cmsis_nn_context& scratch) {
  const cmsis_nn_conv_params_f32 params = FloatParams(problem, node.activation);
  return arm_convolve_f32(&scratch, &params, &problem.input, micro::GetTensorData<float>(node.input),
                          &problem.filter, micro::GetTensorData<float>(node.filter), nullptr,
                          micro::GetOptionalTensorData<float>(node.bias), &problem.output,
                          micro::GetTensorData<float>(node.output), ARM_NN_LAYOUT_NHWC);
}

int32_t OneChannelFloatScratch(const Problem& problem) {
  return arm_convolve_3x3_c1_f32_get_buffer_size(&problem.output);
}

arm_cmsis_nn_status RunOneChannelFloat(TfLiteContext* /*context*/, const Problem& problem, const Node& node,
                                       const cmsis_nn_context& scratch) {
  const cmsis_nn_conv_params_f32 params = FloatParams(problem, node.activation);
  return arm_convolve_3x3_c1_f32(&scratch, &params, &problem.input, micro::GetTensorData<float>(node.input),
                                 &problem.filter, micro::GetTensorData<float>(node.filter),
                                 micro::GetOptionalTensorData<float>(node.bias), &problem.output,
                                 micro::GetTensorData<float>(node.output));
}

arm_cmsis_nn_status RunFloat16(TfLiteContext* /*context*/, const Problem& problem, const Node& node,
                               const cmsis_nn_context& scratch) {
  const cmsis_nn_conv_params_f32 params = FloatParams(problem, node.activation);
  return arm_convolve_f32_weights_f16(
      &scratch, &params, &problem.input, micro::GetTensorData<float>(node.input), &problem.filter,
      micro::GetTensorData<arm_nn_float16_bits>(node.filter), micro::GetOptionalTensorData<void>(node.bias),
      problem.bias_type == kTfLiteFloat16, &problem.output, micro::GetTensorData<float>(node.output),
      ARM_NN_LAYOUT_NHWC);
}

int64_t Products(const Problem& problem) {
  const cmsis_nn_dims& filter = problem.filter;
  const cmsis_nn_dims& output = problem.output;
  return static_cast<int64_t>(output.n * output.h * output.w) * (filter.n * filter.h * filter.w * filter.c);
}

// Fewer do not pay for gathering the windows, or for unpacking int4 weights.
constexpr int64_t kFewestInt16Products = 256;
constexpr int64_t kFewestInt4Products = 1024;

// The quantised batch lies before the kernel's scratch: where it is must not depend on how much of the output
// is asked for, for a part of the output may use what an earlier one quantised.
int32_t QuantizedBytes(const Problem& problem) {
  return cmsis_nn::AlignedBytes(problem.geometry.input.batch_size());
}

// Batch by batch.
arm_cmsis_nn_status RunHybrid(TfLiteContext* /*context*/, const Problem& problem, const Node& node,
                              const cmsis_nn_context& scratch) {
  ConvOpData& data = node.data;
  const cmsis_nn_conv_params_f32 params = FloatParams(problem, node.activation);
  int8_t* quantized = static_cast<int8_t*>(scratch.buf);
  const cmsis_nn_context own = {quantized + QuantizedBytes(problem), Int8Scratch(problem)};
  const float* input = micro::GetTensorData<float>(node.input);
  float* output = micro::GetTensorData<float>(node.output);
  cmsis_nn_dims one_input = problem.input;
  cmsis_nn_dims one_output = problem.output;
  one_input.n = one_output.n = 1;
  const auto quantize =
      data.filter_scale_step == 1 ? cmsis_nn::FastQuantizeAsymmetric : cmsis_nn::FastQuantizeSymmetric;
  for (int32_t batch = 0; batch < problem.input.n; ++batch) {
    if (!data.input_is_quantized) {
      const RunTimeQuantization found = quantize(input, problem.geometry.input.batch_size(), quantized);
      data.input_scale = found.scale;
      data.input_zero_point = static_cast<int16_t>(found.zero_point);
    }
    const cmsis_nn_hybrid_params hybrid = {data.input_scale, data.input_zero_point, data.filter_scale,
                                           data.filter_scale_step == 1 ? problem.output.c : 1};
    const arm_cmsis_nn_status status =
        arm_convolve_hybrid_s8(&own, &params, &hybrid, &one_input, quantized, &problem.filter,
                               micro::GetTensorData<int8_t>(node.filter),
                               micro::GetOptionalTensorData<float>(node.bias), &one_output, output);
    if (status != ARM_CMSIS_NN_SUCCESS) {
      return status;
    }
    input += problem.geometry.input.batch_size();
    output += problem.geometry.output.batch_size();
  }
  return ARM_CMSIS_NN_SUCCESS;
}

int32_t HybridScratch(const Problem& problem) { return QuantizedBytes(problem) + Int8Scratch(problem); }

// Of all forms. The fast kernels multiply padding too, which the reference kernels pass over, and gather each
// pixel's window for all output channels.
Refusal OfAnyGroups(const Problem& problem) {
  const int64_t map = static_cast<int64_t>(problem.input.h) * problem.input.w;
  const int64_t window = static_cast<int64_t>(problem.filter.h) * problem.filter.w;
  if (window >= 4 * map) return Refusal::kMostlyPadding;
  return problem.output.c == 1 && !IsPointwise(problem) ? Refusal::kOneChannel : Refusal::kNone;
}

Refusal OfAny(const Problem& problem) {
  return IsUngrouped(problem) ? OfAnyGroups(problem) : Refusal::kGroups;
}

// Groups of fewer output channels do not fill a block of four rows.
bool HasLargeGroups(const Problem& problem) {
  return problem.output.c >= 4 * (problem.input.c / problem.filter.c);
}

// The least work that is worth a fast kernel's preparations and its code's way into the cache, in products as
// the reference kernels take them: an output takes them eight products' time beside its own.
struct LeastWork {
  int32_t usual;
  int32_t uneven;  // where windows or channels fill no words: more of the kernel's code runs
};
constexpr int32_t kLeastOfFewPixels = 512;  // of fewer than four: the filters are packed for hardly any

Refusal OfWork(const Problem& problem, Refusal refusal, const LeastWork& least, bool is_uneven) {
  if (refusal != Refusal::kNone) return refusal;
  const int64_t pixels = static_cast<int64_t>(problem.output.n) * problem.output.h * problem.output.w;
  const int64_t window = static_cast<int64_t>(problem.filter.h) * problem.filter.w * problem.filter.c;
  const int32_t enough = is_uneven ? least.uneven : pixels < 4 ? kLeastOfFewPixels : least.usual;
  return pixels * problem.output.c * (window + 8) < enough ? Refusal::kTooSmall : Refusal::kNone;
}

bool HasUnevenChannels(const Problem& problem) { return (problem.output.c & 3) != 0; }

Refusal OfInt8Work(const Problem& problem, Refusal refusal) {
  constexpr LeastWork kLeast = {400, 750};
  const int32_t window = problem.filter.h * problem.filter.w * problem.filter.c;
  const bool is_uneven = (window & 3) != 0 && HasUnevenChannels(problem);
  return OfWork(problem, refusal, kLeast, is_uneven);
}

Refusal OfInt8(const Problem& problem) {
  const Refusal refusal = OfInt8Work(problem, OfAny(problem));
  return refusal == Refusal::kNone ? cmsis_nn::WithinLimit(Int8Scratch(problem)) : refusal;
}

Refusal OfHybrid(const Problem& problem) {
  constexpr LeastWork kLeast = {280, 640};
  const Refusal refusal = OfWork(problem, OfAny(problem), kLeast, (problem.filter.c & 3) != 0);
  return refusal == Refusal::kNone ? cmsis_nn::WithinLimit(Int8Scratch(problem)) : refusal;
}

Refusal OfAnyFloat(const Problem& problem) {
  constexpr LeastWork kLeast = {300, 512};
  return OfWork(problem, OfAny(problem), kLeast, HasUnevenChannels(problem));
}

// A group's copies and a call for it cost as much as 16 products of each pixel.
constexpr int32_t kFewestGroupWeights = 16;

Refusal OfGroupedInt8(const Problem& problem) {
  if (IsUngrouped(problem)) return Refusal::kNotGrouped;
  const cmsis_nn_dims& filter = problem.filter;
  const int32_t channels = filter.n / (problem.input.c / filter.c);
  if (channels == 1) return Refusal::kOneChannel;
  if (channels * filter.h * filter.w * filter.c < kFewestGroupWeights) return Refusal::kTooSmall;
  const Refusal refusal = OfInt8Work(problem, OfAnyGroups(problem));
  return refusal == Refusal::kNone ? cmsis_nn::WithinLimit(GroupedInt8Scratch(problem)) : refusal;
}

Refusal OfInt16(const Problem& problem) {
  if (Products(problem) < kFewestInt16Products) return Refusal::kTooSmall;
  const Refusal refusal = HasLargeGroups(problem) ? OfAnyGroups(problem) : OfAny(problem);
  return refusal == Refusal::kNone ? cmsis_nn::WithinLimit(Int16Scratch(problem)) : refusal;
}

Refusal OfPointwiseInt8(const Problem& problem) {
  return IsPointwise(problem) ? OfInt8(problem) : Refusal::kNotPointwise;
}

Refusal OfFloat(const Problem& problem) {
  return problem.bias_type == kTfLiteFloat16 ? Refusal::kFloat16Bias : OfAnyFloat(problem);
}

// Four output channels: with fewer, what comes before them is not paid back.
Refusal OfOneChannelFloat(const Problem& problem) {
  const Window& window = problem.geometry.window;
  if (window.height != 3 || window.width != 3 || window.stride_height != 1 || window.stride_width != 1 ||
      window.dilation_height != 1 || window.dilation_width != 1) {
    return Refusal::kNot3x3;
  }
  if (problem.input.c != 1 || problem.output.c < 4) return Refusal::kNotOneChannel;
  const Refusal refusal = OfFloat(problem);
  return refusal == Refusal::kNone ? cmsis_nn::WithinLimit(OneChannelFloatScratch(problem)) : refusal;
}

// The float kernels take a large window piece by piece, and the filter of four channels once for all pixels:
// by rows they would read all of it for each. A smaller window may be of one piece with few channels, which
// asks for other scratch.
ConvSplit FloatSplit(const Problem& problem) {
  const cmsis_nn_conv_params_f32 params = FloatParams(problem, kTfLiteActNone);
  const arm_nn_conv_f32_plan plan =
      arm_nn_conv_f32_plan_of(&params, &problem.input, &problem.filter, &problem.output);
  if (plan.merged) return ConvSplit::kRows;
  const int32_t window = problem.filter.h * problem.filter.w * problem.filter.c;
  return window > ARM_NN_CONV_F32_MOST_PIECE ? ConvSplit::kChannels : ConvSplit::kNone;
}

ConvSplit ByRows(const Problem& /*problem*/) { return ConvSplit::kRows; }
ConvSplit Whole(const Problem& /*problem*/) { return ConvSplit::kNone; }
ConvSplit GroupedSplit(const Problem& problem) {
  return IsPointwise(problem) ? ConvSplit::kNone : ConvSplit::kRows;
}

// The filter as int8, behind the kernel's scratch.
int32_t UnpackedBytes(const Problem& problem) {
  return problem.filter.n * problem.filter.h * problem.filter.w * problem.filter.c;
}

int32_t Int4Scratch(const Problem& problem) {
  return cmsis_nn::AlignedBytes(Int8Scratch(problem)) + UnpackedBytes(problem);
}

arm_cmsis_nn_status RunInt4(TfLiteContext* context, const Problem& problem, const Node& node,
                            const cmsis_nn_context& scratch) {
  TfLiteEvalTensor filter = *node.filter;
  filter.data.int8 = static_cast<int8_t*>(scratch.buf) + cmsis_nn::AlignedBytes(Int8Scratch(problem));
  tensor_utils::UnpackDenseInt4IntoInt8(micro::GetTensorData<int8_t>(node.filter), UnpackedBytes(problem),
                                        filter.data.int8);
  const Node unpacked = {node.data, node.activation, node.input, &filter, node.bias, node.output};
  return (IsPointwise(problem) ? RunPointwiseInt8 : RunInt8)(context, problem, unpacked, scratch);
}

Refusal OfInt4(const Problem& problem) {
  if (Products(problem) < kFewestInt4Products) return Refusal::kTooSmall;
  const Refusal refusal = OfAny(problem);
  return refusal == Refusal::kNone ? cmsis_nn::WithinLimit(Int4Scratch(problem)) : refusal;
}

constexpr Kernel kInt4Kernels[] = {{"arm_convolve_s8_unpacked_s4", OfInt4, Int4Scratch, Whole, RunInt4}};
constexpr Kernel kInt8Kernels[] = {
    {"arm_convolve_1x1_s8_fast", OfPointwiseInt8, Int8Scratch, Whole, RunPointwiseInt8},
    {"arm_convolve_s8", OfInt8, Int8Scratch, ByRows, RunInt8},
};
// Apart, for most models have no groups.
constexpr Kernel kGroupedInt8Kernels[] = {
    kInt8Kernels[0],
    kInt8Kernels[1],
    {"arm_convolve_grouped_s8", OfGroupedInt8, GroupedInt8Scratch, GroupedSplit, RunGroupedInt8},
};
constexpr Kernel kInt16Kernels[] = {{"arm_convolve_s16", OfInt16, Int16Scratch, ByRows, RunInt16}};
constexpr Kernel kHybridKernels[] = {{"arm_convolve_hybrid_s8", OfHybrid, HybridScratch, ByRows, RunHybrid}};
constexpr Kernel kFloatKernels[] = {
    {"arm_convolve_3x3_c1_f32", OfOneChannelFloat, OneChannelFloatScratch, FloatSplit, RunOneChannelFloat},
    {"arm_convolve_f32", OfFloat, FloatScratch, FloatSplit, RunFloat},
};
constexpr Kernel kFloat16Kernels[] = {
    {"arm_convolve_f32_weights_f16", OfAnyFloat, Float16Scratch, FloatSplit, RunFloat16}};

using FastForm = cmsis_nn::FastForm<ConvForm, Kernel>;
constexpr FastForm kInt8 = {kConvInt8, kInt8Kernels};
constexpr FastForm kGroupedInt8 = {kConvInt8, kGroupedInt8Kernels};
constexpr FastForm kHybrid = {kConvHybrid, kHybridKernels};
constexpr FastForm kFloat32 = {kConvFloat32, kFloatKernels};
constexpr FastForm kFloat16 = {kConvFloat16, kFloat16Kernels};
constexpr FastForm kInt16 = {kConvInt16, kInt16Kernels};
constexpr FastForm kInt4 = {kConvInt4, kInt4Kernels};
constexpr const FastForm* kForms[] = {&kFloat32, &kGroupedInt8, &kHybrid,
                                      &kFloat16, &kInt16,       &kInt4};  // as KernelForm

Problem ProblemOf(const TfLiteContext* context, const TfLiteNode* node) {
  const ConvGeometry geometry = GetConvGeometry(context, node);
  const TfLiteEvalTensor* bias = micro::GetEvalInput(context, node, 2);
  const Window& window = geometry.window;
  return {geometry,
          cmsis_nn::DimsOf(geometry.input),
          {geometry.output.channels, window.height, window.width, geometry.filter_channels},
          cmsis_nn::DimsOf(geometry.output),
          bias == nullptr ? kTfLiteNoType : bias->type};
}

TfLiteStatus PrepareForm(TfLiteContext* context, TfLiteNode* node, const FastForm& form) {
  TF_LITE_ENSURE_STATUS(ConvParse(context, node, form.reference));
  auto* data = static_cast<ConvOpData*>(node->user_data);
  const Problem problem = ProblemOf(context, node);
  data->kernel = form.Choose(context, problem);
  const Kernel* kernel = form.At(data->kernel);
  data->split = kernel == nullptr ? ConvSplit::kRows : kernel->split(problem);
  const bool is_tiled =
      kernel != nullptr && (data->form == KernelForm::kInt8 || data->form == KernelForm::kHybrid);
  data->tile_pixels =
      is_tiled ? static_cast<uint8_t>(arm_nn_conv_tile_pixels(
                     &problem.input, &problem.filter, problem.input.n * problem.output.h * problem.output.w))
               : 0;
  if (kernel == nullptr) {
    SetKernelName(context, node, form.reference.name);
    return RequestQuantizedBatch(context, node, data);
  }
  SetKernelName(context, node, kernel->name);
  return cmsis_nn::RequestScratch(context, kernel->scratch_bytes(problem), &data->scratch);
}

TfLiteStatus InvokeKernel(TfLiteContext* context, TfLiteNode* node, const Kernel* kernel) {
  auto& data = *static_cast<ConvOpData*>(node->user_data);
  const Problem problem = ProblemOf(context, node);
  const Node tensors = {data,
                        static_cast<const TfLiteConvParams*>(node->builtin_data)->activation,
                        micro::GetEvalInput(context, node, 0),
                        micro::GetEvalInput(context, node, 1),
                        micro::GetEvalInput(context, node, 2),
                        micro::GetEvalOutput(context, node, 0)};
  const cmsis_nn_context scratch = cmsis_nn::ContextOf(context, data.scratch, kernel->scratch_bytes(problem));
  return cmsis_nn::StatusOf(context, kernel->name, kernel->run(context, problem, tensors, scratch));
}

struct Operator {
  using Form = FastForm;
  using OpData = ConvOpData;
  static constexpr auto& kForms = tflite::kForms;
  static constexpr auto Init = ConvInit;
  static constexpr auto FormOf = ConvFormOf;
  static constexpr auto Prepare = PrepareForm;
  static constexpr auto Invoke = InvokeKernel;
};
using Registrations = cmsis_nn::FormRegistrations<Operator>;

}  // namespace

TFLMRegistration Register_CONV_2D() { return Registrations::Any(); }
TFLMRegistration Register_CONV_2D_FLOAT32() { return Registrations::Of<kFloat32>(); }
TFLMRegistration Register_CONV_2D_FLOAT16() { return Registrations::Of<kFloat16>(); }
TFLMRegistration Register_CONV_2D_INT8() { return Registrations::Of<kInt8>(); }
TFLMRegistration Register_CONV_2D_INT8_GROUPED() { return Registrations::Of<kGroupedInt8>(); }
TFLMRegistration Register_CONV_2D_INT16() { return Registrations::Of<kInt16>(); }
TFLMRegistration Register_CONV_2D_INT4() { return Registrations::Of<kInt4>(); }
TFLMRegistration Register_CONV_2D_HYBRID() { return Registrations::Of<kHybrid>(); }

}  // namespace tflite

#endif  // USE_CMSIS_NN
