// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/kernels/internal/portable_tensor_utils.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/conv_kernels.h"

namespace tflite {
namespace cmsis_nn_conv {
namespace {

cmsis_nn_conv_params Int8Params(const Problem& problem, const ConvOpData& data) {
  const Window& window = problem.geometry.window;
  return {-data.input_zero_point,       data.output_zero_point,
          cmsis_nn::StrideOf(window),   cmsis_nn::PaddingOf(window),
          cmsis_nn::DilationOf(window), {data.activation_min, data.activation_max}};
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

arm_cmsis_nn_status RunPointwiseInt8(TfLiteContext* /*context*/, const Problem& problem, const Node& node,
                                     const cmsis_nn_context& scratch) {
  const cmsis_nn_conv_params params = Int8Params(problem, node.data);
  const cmsis_nn_per_channel_quant_params quant = {node.data.multiplier, node.data.shift};
  return arm_convolve_1x1_s8_fast(
      &scratch, &params, &quant, &problem.input, micro::GetTensorData<int8_t>(node.input), &problem.filter,
      micro::GetTensorData<int8_t>(node.filter), nullptr, micro::GetOptionalTensorData<int32_t>(node.bias),
      &problem.output, micro::GetTensorData<int8_t>(node.output));
}

// `kConvolve` takes what CMSIS-NN's convolutions take, without the bias' dimensions.
template <auto kConvolve>
arm_cmsis_nn_status RunInt8(TfLiteContext* /*context*/, const Problem& problem, const Node& node,
                            const cmsis_nn_context& scratch) {
  const cmsis_nn_conv_params params = Int8Params(problem, node.data);
  const cmsis_nn_per_channel_quant_params quant = {node.data.multiplier, node.data.shift};
  return kConvolve(&scratch, &params, &quant, &problem.input, micro::GetTensorData<int8_t>(node.input),
                   &problem.filter, micro::GetTensorData<int8_t>(node.filter),
                   micro::GetOptionalTensorData<int32_t>(node.bias), &problem.output,
                   micro::GetTensorData<int8_t>(node.output));
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

int64_t Products(const Problem& problem) {
  const cmsis_nn_dims& filter = problem.filter;
  const cmsis_nn_dims& output = problem.output;
  return static_cast<int64_t>(output.n * output.h * output.w) * (filter.n * filter.h * filter.w * filter.c);
}

// Fewer do not pay for gathering the windows, or for unpacking int4 weights.
constexpr int64_t kFewestInt16Products = 256;
constexpr int64_t kFewestInt4Products = 1024;

// Groups of fewer output channels do not fill a block of four rows.
bool HasLargeGroups(const Problem& problem) {
  return problem.output.c >= 4 * (problem.input.c / problem.filter.c);
}

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
  return (IsPointwise(problem) ? RunPointwiseInt8 : RunInt8<arm_nn_convolve_s8_ungrouped>)(context, problem,
                                                                                           unpacked, scratch);
}

Refusal OfInt4(const Problem& problem) {
  if (Products(problem) < kFewestInt4Products) return Refusal::kTooSmall;
  const Refusal refusal = OfAny(problem);
  return refusal == Refusal::kNone ? cmsis_nn::WithinLimit(Int4Scratch(problem)) : refusal;
}

}  // namespace

constexpr Kernel kInt8Kernels[] = {
    {"arm_convolve_1x1_s8_fast", OfPointwiseInt8, Int8Scratch, Whole, RunPointwiseInt8},
    {"arm_convolve_s8", OfInt8, Int8Scratch, ByRows, RunInt8<arm_nn_convolve_s8_ungrouped>},
};
constexpr Kernel kGroupedInt8Kernels[] = {
    kInt8Kernels[0],
    kInt8Kernels[1],
    {"arm_convolve_grouped_s8", OfGroupedInt8, GroupedInt8Scratch, GroupedSplit,
     RunInt8<arm_convolve_grouped_s8>},
};
constexpr Kernel kInt16Kernels[] = {{"arm_convolve_s16", OfInt16, Int16Scratch, ByRows, RunInt16}};
constexpr Kernel kInt4Kernels[] = {{"arm_convolve_s8_unpacked_s4", OfInt4, Int4Scratch, Whole, RunInt4}};

}  // namespace cmsis_nn_conv
}  // namespace tflite

#endif  // USE_CMSIS_NN
