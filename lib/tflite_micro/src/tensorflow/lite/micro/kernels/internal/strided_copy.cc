// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/strided_copy.h"

#include <cstddef>
#include <cstring>

namespace tflite {
namespace {

// memcpy of a size that the compiler knows is one load and one store.
template <size_t Bytes>
void CopyPieces(const char* from, int32_t from_step, char* to, int32_t to_step, int32_t count) {
  for (; count > 0; --count, from += from_step, to += to_step) memcpy(to, from, Bytes);
}

}  // namespace

void StridedCopy::AddOuter(int32_t extent, int32_t from_step, int32_t to_step) {
  if (extent == 1) return;
  Dimension& inner = dimensions_[rank_ - 1];
  if (from_step == inner.from_step * inner.extent && to_step == inner.to_step * inner.extent) {
    inner.extent *= extent;
  } else if (rank_ < kMostDimensions) {
    dimensions_[rank_++] = {extent, from_step, to_step};
  }
}

void StridedCopy::Run(const void* from, void* to) const {
  const auto* source = static_cast<const char*>(from);
  auto* target = static_cast<char*>(to);
  for (int axis = 0; axis < rank_; ++axis) {
    if (dimensions_[axis].extent == 0) return;
  }
  const int32_t bytes = dimensions_[0].extent;
  const Dimension row = rank_ > 1 ? dimensions_[1] : Dimension{1, 0, 0};
  int32_t position[kMostDimensions] = {};
  for (;;) {
    if (bytes == 1) {
      CopyPieces<1>(source, row.from_step, target, row.to_step, row.extent);
    } else if (bytes == 2) {
      CopyPieces<2>(source, row.from_step, target, row.to_step, row.extent);
    } else if (bytes == 4) {
      CopyPieces<4>(source, row.from_step, target, row.to_step, row.extent);
    } else {
      for (int32_t i = 0; i < row.extent; ++i) {
        memcpy(target + i * row.to_step, source + i * row.from_step, static_cast<size_t>(bytes));
      }
    }
    int axis = 2;
    for (; axis < rank_; ++axis) {
      const Dimension& dimension = dimensions_[axis];
      source += dimension.from_step;
      target += dimension.to_step;
      if (++position[axis] < dimension.extent) break;
      position[axis] = 0;
      source -= static_cast<ptrdiff_t>(dimension.extent) * dimension.from_step;
      target -= static_cast<ptrdiff_t>(dimension.extent) * dimension.to_step;
    }
    if (axis >= rank_) return;
  }
}

}  // namespace tflite
