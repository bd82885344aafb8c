// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/reduce.h"

namespace tflite {
namespace {

// To the next place of axes `from` and outwards, by so many bytes an element. False behind the last.
bool Advance(const ReductionWalk::Axes& axes, int from, int32_t* position, int32_t bytes,
             const char** input) {
  for (int axis = from; axis < axes.rank; ++axis) {
    const auto step = static_cast<ptrdiff_t>(axes.step[axis]) * bytes;
    *input += step;
    if (++position[axis] < axes.extent[axis]) return true;
    position[axis] = 0;
    *input -= step * axes.extent[axis];
  }
  return false;
}

void Reduce(const ReductionWalk& walk, const Reducer& reducer, int32_t bytes, const void* data,
            const TfLiteEvalTensor& input, TfLiteEvalTensor* output) {
  const bool runs = walk.reduced.rank > 0;
  const int32_t count = runs ? walk.reduced.extent[0] : 1;
  const int32_t step = runs ? walk.reduced.step[0] : 1;
  int32_t outer[kMostMovedDimensions] = {};
  int32_t inner[kMostMovedDimensions] = {};
  const char* first = input.data.raw_const;
  int32_t index = 0;
  do {
    ReductionState state = reducer.initial;
    const char* run = first;
    do {
      reducer.take(&state, run, count, step);
    } while (Advance(walk.reduced, 1, inner, bytes, &run));
    reducer.write(state, data, output->data.raw, index++);
  } while (Advance(walk.kept, 0, outer, bytes, &first));
}

}  // namespace

void ReductionWalk::Axes::AddOuter(int32_t new_extent, int32_t new_step) {
  if (new_extent == 1) return;
  if (rank > 0 && new_step == step[rank - 1] * extent[rank - 1]) {
    extent[rank - 1] *= new_extent;
    return;
  }
  extent[rank] = new_extent;
  step[rank++] = new_step;
}

ReductionWalk PlanReduction(const TfLiteIntArray* dims, unsigned axes) {
  ReductionWalk walk;
  int32_t step = 1;
  for (int axis = dims->size - 1; axis >= 0; --axis) {
    ((axes >> axis & 1) != 0 ? walk.reduced : walk.kept).AddOuter(dims->data[axis], step);
    step *= dims->data[axis];
  }
  return walk;
}

TfLiteStatus ReduceInvoke(TfLiteContext* context, TfLiteNode* node, const char* op, const Reducer* reducers,
                          size_t count) {
  ReduceNode reduce{};
  TF_LITE_ENSURE_STATUS(reduce.Read(context, node, op));
  for (size_t i = 0; i < count; ++i) {
    if (reducers[i].type != reduce.move.input->type) continue;
    Reduce(PlanReduction(reduce.move.input->dims, reduce.axes), reducers[i], reduce.move.element_bytes,
           node->user_data, *reduce.move.input, reduce.move.output);
  }
  return kTfLiteOk;
}

}  // namespace tflite
