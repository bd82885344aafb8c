// SPDX-License-Identifier: Apache-2.0
// Outputs in the memory of an input.
#include "tensorflow/lite/micro/arena_planner.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/optional_parts.h"
#include "tensorflow/lite/micro/subgraph_planner.h"

namespace tflite {
namespace {

#if USE_CMSIS_NN
constexpr bool kReshapesInPlace = true;
#else
// The reference kernels do what the model says, copies included.
constexpr bool kReshapesInPlace = false;
#endif

// Operators whose output has their first input's bytes.
bool OnlyReshapes(int32_t code) {
  return code == BuiltinOperator_RESHAPE || code == BuiltinOperator_SQUEEZE ||
         code == BuiltinOperator_EXPAND_DIMS;
}

}  // namespace

// Whether the output of `node`, the same in type and size, may lie in the memory of its input number `input`.
bool SubgraphPlanner::MayTakeOver(const TfLiteNode& node, int input) const {
  const int from = node.inputs->data[input];
  const int to = node.outputs->data[0];
  if (from < 0 || tensors_[from].type != tensors_[to].type) return false;
  size_t from_bytes = 0;
  size_t to_bytes = 0;
  TfLiteEvalTensorByteLength(&tensors_[from], &from_bytes);
  TfLiteEvalTensorByteLength(&tensors_[to], &to_bytes);
  const int root = Root(from);
  if (from_bytes != to_bytes || !IsPlanned(root) || !IsPlanned(to)) return false;
  // The application may write an input after it was told that it can read an output.
  return !Contains(subgraph_.inputs(), root) || !Contains(subgraph_.outputs(), to);
}

// After a reshape both tensors hold the same bytes as long as either is alive. An element-wise operator may
// write over what nobody reads any more: of an input as large as its output it reads each element once,
// before it writes that of the output.
void SubgraphPlanner::MarkInPlace() {
  int step = 0;
  for (int i = 0; i < node_count_; ++i) {
    NodeAndRegistration& node = nodes_[i];
    const int last = span_.last + StepsOf(i, step).end;
    step = last - span_.last + 1;
    const bool reshapes = kReshapesInPlace && OnlyReshapes(node.registration->builtin_code);
    const bool overwrites =
        !preserve_all_tensors_ && node.registration->invoke == optional_parts.elementwise_invoke;
    if (!(reshapes || overwrites) || node.node.outputs->size != 1) continue;
    for (int k = 0; k < (reshapes ? 1 : node.node.inputs->size); ++k) {
      if (!MayTakeOver(node.node, k)) continue;
      const int root = Root(node.node.inputs->data[k]);
      if (overwrites && LifetimeOf(root).last != last) continue;
      tensors_[node.node.outputs->data[0]].data.data = &tensors_[root];
      if (reshapes) {
        node.registration = &kReshapeInPlace;
        node.kernel_name = kReshapeInPlace.custom_name;
      }
      break;
    }
  }
}

void EnableInPlace() {
  optional_parts.mark_in_place = [](SubgraphPlanner& planner) { planner.MarkInPlace(); };
}

}  // namespace tflite
