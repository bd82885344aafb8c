// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNEL_CHOICE_REPORT_H_
#define TENSORFLOW_LITE_MICRO_KERNEL_CHOICE_REPORT_H_

#include "tensorflow/lite/micro/kernel_choice.h"
#include "tensorflow/lite/micro/micro_interpreter_context.h"

// What tells the observer of kernel_choice.h; nothing where there is none.

namespace tflite {

// In Prepare: that the choice came by `kernel`, and why it does not apply (kNone: it does).
inline void ReportCandidate([[maybe_unused]] const TfLiteContext* context,
                            [[maybe_unused]] const char* kernel, [[maybe_unused]] Refusal refusal) {
#ifdef LAYERSCOPE_REPORT_CHOICES
  if (kernel_choice_observer == nullptr) return;
  MicroGraph& graph = GetMicroContext(context)->graph();
  const auto& nodes = static_cast<const MicroInterpreterGraph&>(graph);
  if (nodes.GetCurrentSubgraphIndex() != 0) return;
  kernel_choice_observer->candidate(nodes.GetCurrentOperatorIndex(), kernel, refusal);
#endif
}

// After Prepare: whether node `node` of subgraph 0 is fused with the pool behind it.
inline void ReportFusion([[maybe_unused]] int node, [[maybe_unused]] Refusal refusal) {
#ifdef LAYERSCOPE_REPORT_CHOICES
  if (kernel_choice_observer != nullptr) kernel_choice_observer->fusion(node, refusal);
#endif
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNEL_CHOICE_REPORT_H_
