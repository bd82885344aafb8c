// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/space_batch.h"

namespace tflite {
namespace {

struct Plane {
  int32_t batches;
  int32_t extent[2];  // rows, columns
  int32_t bytes;      // of a pixel
};

Plane PlaneOf(const TfLiteIntArray* dims, int32_t element_bytes) {
  const bool columns = dims->size == 4;
  return {dims->data[0],
          {dims->data[1], columns ? dims->data[2] : 1},
          dims->data[dims->size - 1] * element_bytes};
}

struct Blocks {
  Plane space;
  Plane batch;
  int32_t block[2] = {1, 1};
  int32_t before[2] = {0, 0};
};

void Move(const Blocks& blocks, bool to_batch, const Movement& move, const void* padding) {
  const Plane& space = blocks.space;
  const Plane& batch = blocks.batch;
  const auto bytes = static_cast<size_t>(batch.bytes);
  char* in_batch = to_batch ? move.output->data.raw : const_cast<char*>(move.input->data.raw_const);
  char* in_space = to_batch ? const_cast<char*>(move.input->data.raw_const) : move.output->data.raw;
  for (int32_t b = 0; b < batch.batches; ++b) {
    const int32_t place = b / space.batches;  // in the block
    const int32_t first_row = place / blocks.block[1] - blocks.before[0];
    const int32_t first_column = place % blocks.block[1] - blocks.before[1];
    for (int32_t i = 0; i < batch.extent[0]; ++i) {
      const int32_t row = i * blocks.block[0] + first_row;
      for (int32_t k = 0; k < batch.extent[1]; ++k, in_batch += bytes) {
        const int32_t column = k * blocks.block[1] + first_column;
        if (row >= 0 && row < space.extent[0] && column >= 0 && column < space.extent[1]) {
          const int32_t pixel = ((b % space.batches) * space.extent[0] + row) * space.extent[1] + column;
          char* there = in_space + pixel * batch.bytes;
          memcpy(to_batch ? in_batch : there, to_batch ? there : in_batch, bytes);
        } else if (to_batch) {
          FillWith(padding, move.element_bytes, in_batch, batch.bytes);
        }
      }
    }
  }
}

}  // namespace

TfLiteStatus MoveBatches(TfLiteContext* context, TfLiteNode* node, const char* op, bool to_batch, bool run,
                         const void* padding) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, op, 3, 0, &move));
  Numbers block;
  Numbers edges;
  TF_LITE_ENSURE_STATUS(block.Read(context, node, op, 1));
  TF_LITE_ENSURE_STATUS(edges.Read(context, node, op, 2));
  const int rank = move.input->dims->size;
  TF_LITE_ENSURE_MSG(context, (rank == 3 || rank == 4) && move.output->dims->size == rank,
                     "%s needs input and output of rank 3 or 4.", op);
  TF_LITE_ENSURE_MSG(context, block.count() == rank - 2 && edges.count() == 2 * (rank - 2),
                     "%s of rank %d has %d block sizes and %d edges.", op, rank,
                     static_cast<int>(block.count()), static_cast<int>(edges.count()));
  if (!block.known() || !edges.known()) return kTfLiteOk;
  Blocks blocks;
  blocks.space = PlaneOf((to_batch ? move.input : move.output)->dims, move.element_bytes);
  blocks.batch = PlaneOf((to_batch ? move.output : move.input)->dims, move.element_bytes);
  int64_t batches = blocks.space.batches;
  for (int axis = 0; axis < rank - 2; ++axis) {
    blocks.block[axis] = block[axis];
    blocks.before[axis] = edges[2 * axis];
    const int32_t behind = edges[2 * axis + 1];
    const int64_t extent = static_cast<int64_t>(blocks.space.extent[axis]) + blocks.before[axis] + behind;
    TF_LITE_ENSURE_MSG(context,
                       block[axis] > 0 && block[axis] <= INT16_MAX && blocks.before[axis] >= 0 && behind >= 0,
                       "%s has a block of %d with edges of %d and %d.", op, static_cast<int>(block[axis]),
                       static_cast<int>(blocks.before[axis]), static_cast<int>(behind));
    if (static_cast<int64_t>(blocks.batch.extent[axis]) * block[axis] != extent) {
      return WrongOutputShape(context, op);
    }
    batches *= block[axis];
  }
  if (blocks.batch.batches != batches || blocks.batch.bytes != blocks.space.bytes) {
    return WrongOutputShape(context, op);
  }
  if (run) Move(blocks, to_batch, move, padding);
  return kTfLiteOk;
}

}  // namespace tflite
