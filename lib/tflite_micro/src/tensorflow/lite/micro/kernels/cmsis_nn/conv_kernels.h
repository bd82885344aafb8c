// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_CONV_KERNELS_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_CONV_KERNELS_H_

#include "tensorflow/lite/micro/kernels/cmsis_nn/cmsis_nn_glue.h"
#include "tensorflow/lite/micro/kernels/conv.h"

// The tables of fast convolutions, fastest first, and what those of integers and those of floats share.

namespace tflite {
namespace cmsis_nn_conv {

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

extern const Kernel kInt8Kernels[2];
extern const Kernel kGroupedInt8Kernels[3];  // those and one more: apart, for most models have no groups
extern const Kernel kInt16Kernels[1];
extern const Kernel kInt4Kernels[1];
extern const Kernel kHybridKernels[1];
extern const Kernel kFloatKernels[2];
extern const Kernel kFloat16Kernels[1];

inline bool IsUngrouped(const Problem& problem) { return problem.input.c == problem.filter.c; }

inline bool IsPointwise(const Problem& problem) {
  const Window& window = problem.geometry.window;
  return window.height == 1 && window.width == 1 && window.stride_height == 1 && window.stride_width == 1 &&
         window.padding_height == 0 && window.padding_width == 0;
}

inline ConvSplit ByRows(const Problem& /*problem*/) { return ConvSplit::kRows; }
inline ConvSplit Whole(const Problem& /*problem*/) { return ConvSplit::kNone; }

// Of the kernels with int8 products.
inline int32_t Int8Scratch(const Problem& problem) {
  const cmsis_nn_conv_params* const any = nullptr;
  return arm_convolve_wrapper_s8_get_buffer_size(any, &problem.input, &problem.filter, &problem.output);
}

// Of all forms. The fast kernels multiply padding too, which the reference kernels pass over, and gather each
// pixel's window for all output channels.
inline Refusal OfAnyGroups(const Problem& problem) {
  const int64_t map = static_cast<int64_t>(problem.input.h) * problem.input.w;
  const int64_t window = static_cast<int64_t>(problem.filter.h) * problem.filter.w;
  if (window >= 4 * map) return Refusal::kMostlyPadding;
  const Window& taps = problem.geometry.window;
  if (taps.dilation_width > 1 && taps.width > 1 && problem.filter.c * problem.output.c < 4) {
    return Refusal::kDilated;
  }
  return problem.output.c == 1 && !IsPointwise(problem) ? Refusal::kOneChannel : Refusal::kNone;
}

inline Refusal OfAny(const Problem& problem) {
  return IsUngrouped(problem) ? OfAnyGroups(problem) : Refusal::kGroups;
}

// The least work that is worth a fast kernel's preparations and its code's way into the cache, in products as
// the reference kernels take them: an output takes them eight products' time beside its own.
struct LeastWork {
  int32_t usual;
  int32_t uneven;  // where windows or channels fill no words: more of the kernel's code runs
};
constexpr int32_t kLeastOfFewPixels = 512;  // of fewer than four: the filters are packed for hardly any

inline Refusal OfWork(const Problem& problem, Refusal refusal, const LeastWork& least, bool is_uneven) {
  if (refusal != Refusal::kNone) return refusal;
  const int64_t pixels = static_cast<int64_t>(problem.output.n) * problem.output.h * problem.output.w;
  const int64_t window = static_cast<int64_t>(problem.filter.h) * problem.filter.w * problem.filter.c;
  const int32_t enough = is_uneven ? least.uneven : pixels < 4 ? kLeastOfFewPixels : least.usual;
  return pixels * problem.output.c * (window + 8) < enough ? Refusal::kTooSmall : Refusal::kNone;
}

inline bool HasUnevenChannels(const Problem& problem) { return (problem.output.c & 3) != 0; }

}  // namespace cmsis_nn_conv
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_CONV_KERNELS_H_
