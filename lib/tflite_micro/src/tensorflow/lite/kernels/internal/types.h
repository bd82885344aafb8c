// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_KERNELS_INTERNAL_TYPES_H_
#define TENSORFLOW_LITE_KERNELS_INTERNAL_TYPES_H_

#include <cstdint>
#include <cstring>

namespace tflite {

enum class PaddingType : uint8_t { kNone, kSame, kValid };

struct PaddingValues {
  int16_t width;
  int16_t height;
  int16_t width_offset;
  int16_t height_offset;
};

// A tensor's shape by value, of at most 8 dimensions (more are cut off; the interpreter refuses such models).
class RuntimeShape {
 public:
  static constexpr int kMaxSmallSize = 8;

  RuntimeShape() = default;
  explicit RuntimeShape(int dimensions_count) : RuntimeShape(dimensions_count, int32_t{0}) {}
  RuntimeShape(int dimensions_count, int32_t value) : size_(Clamped(dimensions_count)) {
    for (int i = 0; i < size_; ++i) dims_[i] = value;
  }
  RuntimeShape(int dimensions_count, const int32_t* dims) : size_(Clamped(dimensions_count)) {
    memcpy(dims_, dims, static_cast<size_t>(size_) * sizeof(int32_t));
  }

  // The shape with leading ones up to `dimensions_count`.
  static RuntimeShape ExtendedShape(int dimensions_count, const RuntimeShape& shape) {
    RuntimeShape extended(dimensions_count, 1);
    const int added = extended.size_ - shape.size_;
    for (int i = 0; added >= 0 && i < shape.size_; ++i) extended.dims_[added + i] = shape.dims_[i];
    return extended;
  }

  int32_t DimensionsCount() const { return size_; }
  int32_t Dims(int i) const { return dims_[i]; }
  void SetDim(int i, int32_t value) { dims_[i] = value; }
  int32_t* DimsData() { return dims_; }
  const int32_t* DimsData() const { return dims_; }

  // Product of all extents.
  int FlatSize() const {
    int product = 1;
    for (int i = 0; i < size_; ++i) product *= dims_[i];
    return product;
  }

  bool operator==(const RuntimeShape& other) const {
    return size_ == other.size_ &&
           memcmp(dims_, other.dims_, static_cast<size_t>(size_) * sizeof(int32_t)) == 0;
  }
  bool operator!=(const RuntimeShape& other) const { return !(*this == other); }

 private:
  static int Clamped(int dimensions_count) {
    return dimensions_count < 0 ? 0 : dimensions_count > kMaxSmallSize ? kMaxSmallSize : dimensions_count;
  }

  int32_t size_ = 0;
  int32_t dims_[kMaxSmallSize];
};

// Index of an element of a 4-dimensional tensor.
inline int Offset(const RuntimeShape& shape, int i0, int i1, int i2, int i3) {
  return ((i0 * shape.Dims(1) + i1) * shape.Dims(2) + i2) * shape.Dims(3) + i3;
}

// Elements of tensors of one shape; that they have it is checked in Prepare.
inline int MatchingFlatSize(const RuntimeShape& shape, const RuntimeShape&) { return shape.FlatSize(); }
inline int MatchingFlatSize(const RuntimeShape& shape, const RuntimeShape&, const RuntimeShape&) {
  return shape.FlatSize();
}

// Elements without those along one axis.
inline int FlatSizeSkipDim(const RuntimeShape& shape, int skip_dim) {
  int product = 1;
  for (int i = 0; i < shape.DimensionsCount(); ++i) product *= i == skip_dim ? 1 : shape.Dims(i);
  return product;
}
inline int MatchingFlatSizeSkipDim(const RuntimeShape& shape, int skip_dim, const RuntimeShape&) {
  return FlatSizeSkipDim(shape, skip_dim);
}

// An extent that two tensors share; that they do is checked in Prepare.
inline int MatchingDim(const RuntimeShape& shape, int i, const RuntimeShape&, int) { return shape.Dims(i); }

}  // namespace tflite

#endif  // TENSORFLOW_LITE_KERNELS_INTERNAL_TYPES_H_
