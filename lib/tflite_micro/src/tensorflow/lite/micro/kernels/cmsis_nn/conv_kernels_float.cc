// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "arm_nnsupportfunctions.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/conv_kernels.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/fast_quantize.h"

namespace tflite {
namespace cmsis_nn_conv {
namespace {

cmsis_nn_conv_params_f32 FloatParams(const Problem& problem, TfLiteFusedActivation activation) {
  const Window& window = problem.geometry.window;
  return {cmsis_nn::StrideOf(window), cmsis_nn::PaddingOf(window), cmsis_nn::DilationOf(window),
          cmsis_nn::Float32Activation(activation), ARM_NN_WEIGHT_FORMAT_STANDARD};
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

Refusal OfAnyFloat(const Problem& problem) {
  constexpr LeastWork kLeast = {300, 512};
  return OfWork(problem, OfAny(problem), kLeast, HasUnevenChannels(problem));
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

Refusal OfHybrid(const Problem& problem) {
  constexpr LeastWork kLeast = {280, 640};
  const Refusal refusal = OfWork(problem, OfAny(problem), kLeast, (problem.filter.c & 3) != 0);
  return refusal == Refusal::kNone ? cmsis_nn::WithinLimit(Int8Scratch(problem)) : refusal;
}

}  // namespace

constexpr Kernel kFloatKernels[] = {
    {"arm_convolve_3x3_c1_f32", OfOneChannelFloat, OneChannelFloatScratch, FloatSplit, RunOneChannelFloat},
    {"arm_convolve_f32", OfFloat, FloatScratch, FloatSplit, RunFloat},
};
constexpr Kernel kFloat16Kernels[] = {
    {"arm_convolve_f32_weights_f16", OfAnyFloat, Float16Scratch, FloatSplit, RunFloat16}};
constexpr Kernel kHybridKernels[] = {{"arm_convolve_hybrid_s8", OfHybrid, HybridScratch, ByRows, RunHybrid}};

}  // namespace cmsis_nn_conv
}  // namespace tflite

#endif  // USE_CMSIS_NN
