// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_REDUCE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_REDUCE_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/micro/kernels/internal/movement.h"

namespace tflite {

// How a reduction walks its input: the axes that stay, and those over which it computes, each from the
// innermost outwards, neighbours joined that lie in memory as one. Steps are elements.
struct ReductionWalk {
  struct Axes {
    int rank = 0;
    int32_t extent[kMostMovedDimensions];
    int32_t step[kMostMovedDimensions];

    void AddOuter(int32_t new_extent, int32_t new_step);
  };
  Axes kept;
  Axes reduced;
};

// Plans the walk over the axes that bit k of `axes` names for axis k.
ReductionWalk PlanReduction(const TfLiteIntArray* dims, unsigned axes);

// What is kept of the elements that were met.
union ReductionState {
  constexpr ReductionState(int32_t value) : whole(value) {}
  static constexpr ReductionState Real(float value) { return ReductionState(value, 0); }

  int32_t whole;
  float real;

 private:
  constexpr ReductionState(float value, int) : real(value) {}
};

// How an operator reduces elements of one type.
struct Reducer {
  TfLiteType type;
  const char* name;  // of the kernel
  ReductionState initial;
  // Takes in `count` elements, `step` elements apart.
  void (*take)(ReductionState* state, const void* input, int32_t count, int32_t step);
  // Writes the output's element number `index`.
  void (*write)(const ReductionState& state, const void* data, void* output, int32_t index);
};

// MEAN, SUM, REDUCE_MAX and REDUCE_MIN: finds the axes in input 1, which may be known only when the model
// runs; checks the node.
struct ReduceNode {
  Movement move;
  bool known;  // the axes are
  unsigned axes;

  TfLiteStatus Read(TfLiteContext* context, TfLiteNode* node, const char* op);
};

// Checks the node and states the kernel's name.
TfLiteStatus ReducePrepare(TfLiteContext* context, TfLiteNode* node, const char* op, const Reducer* reducers,
                           size_t count);
// Computes; Reducer::write is given the node's user_data.
TfLiteStatus ReduceInvoke(TfLiteContext* context, TfLiteNode* node, const char* op, const Reducer* reducers,
                          size_t count);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_REDUCE_H_
