// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_ARENA_PLANNER_H_
#define TENSORFLOW_LITE_MICRO_ARENA_PLANNER_H_

#include "tensorflow/lite/micro/micro_interpreter_context.h"

namespace tflite {

// Stand for the operators that the interpreter makes unnecessary; running them does nothing.
extern const TFLMRegistration
    kFoldedFloat16;  // a DEQUANTIZE whose consumers read the float16 constant themselves
extern const TFLMRegistration kReshapeInPlace;  // a RESHAPE whose output is its input's memory
extern const TFLMRegistration kFusedAway;       // one that the operator before it runs too

// Whether operator `index` is a DEQUANTIZE that all consumers can do without: kernel_util.h says when.
bool IsFoldable(const Model& model, const SubGraph& subgraph, uint32_t index);

// What the activations take at least, whatever the plan: the first input of an operator is whole. (Its output
// may take the same place.)
size_t LeastActivationBytes(const Model& model, const SubGraph& subgraph);

// After all Prepare calls: gives each activation, variable and scratch buffer its place. A buffer may share
// its memory with others that are alive at other times; with `preserve_all_tensors` activations do not.
// With `fuse`, and not `preserve_all_tensors`, operators are fused where that saves memory. `scratch_bytes`:
// the scratch of the node that has most.
TfLiteStatus PlanArena(MicroInterpreterContext& context, bool preserve_all_tensors, bool fuse,
                       size_t* scratch_bytes);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_ARENA_PLANNER_H_
