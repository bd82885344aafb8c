// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_CMSIS_NN_GLUE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_CMSIS_NN_GLUE_H_

#include "arm_nnfunctions.h"
#include "tensorflow/lite/micro/kernel_choice_report.h"
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/geometry.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/op_data.h"

// From the runtime's shapes to those of lib/cmsis_nn, and the choice of kernels.
//
// Each form of an operator has a table of kernels, fastest first. The first that applies to a node is the
// node's kernel; when none does, the reference kernel runs, under its own name. `layerscope kernels MODEL`
// prints what each node gets, and why not what stands before it.

namespace tflite {
namespace cmsis_nn {

// No kernel may ask for more scratch than this.
constexpr int32_t kScratchLimit = 32 * 1024;

constexpr Refusal WithinLimit(int32_t scratch_bytes) {
  return scratch_bytes <= kScratchLimit ? Refusal::kNone : Refusal::kScratchLimit;
}

// For a kernel that runs every node of its form.
template <typename Problem>
Refusal OfNone(const Problem& /*problem*/) {
  return Refusal::kNone;
}

// One form of an operator: its reference (a WeightedForm) and its table of kernels, each with a member
// `Refusal (*refusal)(const Problem&)`. What a form needs is reached through this alone, so that an image
// which registers one form holds nothing of the others.
template <typename Reference, typename Kernel>
struct FastForm {
  template <size_t kCount>
  constexpr FastForm(const Reference& form, const Kernel (&table)[kCount])
      : reference(form), kernels(table), count(kCount) {}
  // No fast kernel.
  constexpr explicit FastForm(const Reference& form) : reference(form), kernels(nullptr), count(0) {}

  // In Prepare: the number of the first kernel that applies, from 1 on; 0 for none. A build that is to be
  // compared with may ask for the last, the most general one.
  template <typename Problem>
  uint8_t Choose([[maybe_unused]] const TfLiteContext* context, const Problem& problem) const {
#ifdef LAYERSCOPE_REPORT_CHOICES
    for (size_t i = 0; i < count; ++i) ReportCandidate(context, kernels[i].name, kernels[i].refusal(problem));
#endif
#ifdef LAYERSCOPE_CHOOSE_GENERAL
    for (size_t i = count; i-- > 0;) {
#else
    for (size_t i = 0; i < count; ++i) {
#endif
      if (kernels[i].refusal(problem) == Refusal::kNone) return static_cast<uint8_t>(i + 1);
    }
    return 0;
  }

  // The kernel of that number; null for 0.
  const Kernel* At(uint8_t number) const { return number == 0 ? nullptr : &kernels[number - 1]; }

  const Reference& reference;
  const Kernel* kernels;
  size_t count;
};

inline cmsis_nn_dims DimsOf(const FeatureMap& map) {
  return {map.batches, map.height, map.width, map.channels};
}

inline cmsis_nn_tile StrideOf(const Window& window) { return {window.stride_width, window.stride_height}; }

inline cmsis_nn_tile PaddingOf(const Window& window) { return {window.padding_width, window.padding_height}; }

inline cmsis_nn_tile DilationOf(const Window& window) {
  return {window.dilation_width, window.dilation_height};
}

inline cmsis_nn_activation_f32 Float32Activation(TfLiteFusedActivation activation) {
  const FloatRange range = ActivationRange(activation);
  return {range.min, range.max};
}

// Requests `bytes` of scratch for the node; 0 bytes leave `index` at -1.
TfLiteStatus RequestScratch(TfLiteContext* context, int32_t bytes, int32_t* index);

// A buffer that was requested, as a kernel's context.
cmsis_nn_context ContextOf(TfLiteContext* context, int32_t index, int32_t bytes);

// Reports a kernel's refusal, which Select should have foreseen.
TfLiteStatus StatusOf(TfLiteContext* context, const char* kernel, arm_cmsis_nn_status status);

// Room for a quantised copy of the input behind a kernel's own scratch.
inline int32_t AlignedBytes(int32_t bytes) { return (bytes + 3) & ~3; }

}  // namespace cmsis_nn
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_CMSIS_NN_GLUE_H_
