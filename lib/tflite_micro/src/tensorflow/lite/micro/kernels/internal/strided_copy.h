// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_STRIDED_COPY_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_STRIDED_COPY_H_

#include <cstdint>

namespace tflite {

// Moves elements from one layout to another: what transposing, slicing, padding and the like come down to.
// Dimensions are added from the innermost outwards; neighbours that lie in memory as one are joined, so that
// the innermost is copied in one piece.
class StridedCopy {
 public:
  // For elements of so many bytes.
  explicit StridedCopy(int32_t element_bytes) : dimensions_{{element_bytes, 1, 1}} {}

  // Steps are bytes from one element along the dimension to the next; they may be 0 (repeat) or negative.
  void AddOuter(int32_t extent, int32_t from_step, int32_t to_step);

  // The two regions do not overlap.
  void Run(const void* from, void* to) const;

 private:
  // A tensor's eight, and the bytes of an element.
  static constexpr int kMostDimensions = 9;
  struct Dimension {
    int32_t extent;
    int32_t from_step;
    int32_t to_step;
  };

  int rank_ = 1;
  Dimension dimensions_[kMostDimensions];
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_STRIDED_COPY_H_
