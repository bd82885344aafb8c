// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/broadcast.h"

#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/memory_helpers.h"

namespace tflite {
namespace {

constexpr int kMostDimensions = 8;

// Extent of a tensor along the output's dimension `axis` of `rank`; 1 before its own dimensions begin.
int32_t ExtentAt(const TfLiteIntArray* dims, int rank, int axis) {
  const int own = axis - (rank - dims->size);
  return own < 0 ? 1 : dims->data[own];
}

// The output's dimensions, neighbours joined where every input walks through both as through one, and how far
// each input moves in memory (in elements) for one step along each.
struct Walk {
  int rank = 0;
  int32_t extent[kMostDimensions];
  int32_t step[kMostElementwiseInputs][kMostDimensions];

  // Adds the dimension outside of those there are. The first is the innermost.
  void AddOuter(int32_t new_extent, const int32_t* new_step, int inputs) {
    if (new_extent == 1) return;
    bool joins = rank > 0;
    for (int k = 0; joins && k < inputs; ++k) {
      joins = new_step[k] == step[k][rank - 1] * extent[rank - 1];
    }
    if (joins) {
      extent[rank - 1] *= new_extent;
      return;
    }
    extent[rank] = new_extent;
    for (int k = 0; k < inputs; ++k) step[k][rank] = new_step[k];
    ++rank;
  }
};

Walk PlanWalk(const TfLiteEvalTensor* const* tensors, int inputs, const TfLiteIntArray* output) {
  Walk walk;
  int32_t size[kMostElementwiseInputs] = {1, 1, 1};  // elements of one step along the dimension
  for (int axis = output->size - 1; axis >= 0; --axis) {
    int32_t step[kMostElementwiseInputs] = {};
    for (int k = 0; k < inputs; ++k) {
      const int32_t extent = ExtentAt(tensors[k]->dims, output->size, axis);
      step[k] = extent == 1 ? 0 : size[k];
      size[k] *= extent;
    }
    walk.AddOuter(output->data[axis], step, inputs);
  }
  return walk;
}

}  // namespace

void ForEachRow(const TfLiteContext* context, const TfLiteNode* node, RowFunction function,
                const void* data) {
  const TfLiteEvalTensor* tensors[kMostElementwiseInputs] = {};
  size_t bytes[kMostElementwiseInputs + 1] = {};  // of an element: the inputs', then the output's
  const int inputs =
      node->inputs->size < kMostElementwiseInputs ? node->inputs->size : kMostElementwiseInputs;
  Row row{};
  for (int k = 0; k < inputs; ++k) {
    tensors[k] = micro::GetEvalInput(context, node, k);
    TfLiteTypeSizeOf(tensors[k]->type, &bytes[k]);
    row.input[k] = tensors[k]->data.data;
  }
  const TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  TfLiteTypeSizeOf(output->type, &bytes[kMostElementwiseInputs]);
  row.output = output->data.data;
  row.data = data;

  const Walk walk = PlanWalk(tensors, inputs, output->dims);
  row.count = walk.rank > 0 ? walk.extent[0] : 1;
  for (int k = 0; k < inputs; ++k) row.step[k] = walk.rank > 0 ? walk.step[k][0] : 0;

  int32_t position[kMostDimensions] = {};
  for (;;) {
    function(row);
    row.output = static_cast<char*>(row.output) + row.count * bytes[kMostElementwiseInputs];
    // To the next row: one step along the innermost outer dimension that has one left, back along those
    // within.
    int axis = 1;
    for (; axis < walk.rank; ++axis) {
      const bool left = ++position[axis] < walk.extent[axis];
      const int32_t steps = left ? 1 : 1 - walk.extent[axis];
      if (!left) position[axis] = 0;
      for (int k = 0; k < inputs; ++k) {
        row.input[k] = static_cast<const char*>(row.input[k]) +
                       static_cast<ptrdiff_t>(steps) * walk.step[k][axis] * static_cast<ptrdiff_t>(bytes[k]);
      }
      if (left) break;
    }
    if (axis >= walk.rank) return;
  }
}

TfLiteStatus CheckBroadcast(TfLiteContext* context, const TfLiteNode* node, int inputs, const char* op) {
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, output && node->inputs->size == inputs, "%s needs %d inputs and an output.", op,
                     inputs);
  const TfLiteIntArray* dims = output->dims;
  TF_LITE_ENSURE_MSG(context, dims->size <= kMostDimensions, "%s has more than %d dimensions.", op,
                     kMostDimensions);
  // Bit a: some input has the output's extent along axis a, so that it is not made up.
  unsigned covered = 0;
  for (int k = 0; k < inputs; ++k) {
    const TempTensor input = TempTensor::Input(context, node, k);
    TF_LITE_ENSURE_MSG(context, input && input->dims->size <= dims->size, "%s lacks input %d.", op, k);
    for (int axis = 0; axis < dims->size; ++axis) {
      const int32_t extent = ExtentAt(input->dims, dims->size, axis);
      TF_LITE_ENSURE_MSG(context, extent == dims->data[axis] || extent == 1,
                         "%s has input %d of extent %d along axis %d of its output, which has %d.", op, k,
                         static_cast<int>(extent), axis, dims->data[axis]);
      if (extent == dims->data[axis]) covered |= 1u << axis;
    }
  }
  TF_LITE_ENSURE_MSG(context, covered == (1u << dims->size) - 1,
                     "%s has an output larger than what its inputs broadcast to.", op);
  for (int axis = 0; axis < dims->size; ++axis) {
    TF_LITE_ENSURE_MSG(context, dims->data[axis] > 0, "%s has an empty output.", op);
  }
  return kTfLiteOk;
}

}  // namespace tflite
