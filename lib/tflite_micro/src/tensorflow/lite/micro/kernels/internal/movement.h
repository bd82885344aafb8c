// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_MOVEMENT_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_MOVEMENT_H_

#include <cstdint>

#include "tensorflow/lite/c/common.h"

// What operators share that move elements and compute nothing. They take every type whose elements have whole
// bytes, and know only its size. Their numbers (axes, extents, ...) come in int32 or int64 tensors, nearly
// always constants. Such an operator has one function that checks all this and says how to move: Prepare
// calls it for the checks, with what is known then, and Invoke to do it, so that nothing is kept in the
// arena.

namespace tflite {

constexpr int kMostMovedDimensions = 8;

struct Movement {
  const TfLiteEvalTensor* input;
  TfLiteEvalTensor* output;
  int32_t element_bytes;
};

// Checks that the node has `inputs` inputs (none left out) and one output, of the type of input `moved`.
TfLiteStatus GetMovement(TfLiteContext* context, const TfLiteNode* node, const char* op, int inputs,
                         int moved, Movement* movement);

// Bytes of an element; an error that says so for a type that has no whole number of them, and for a tensor of
// more than kMostMovedDimensions.
TfLiteStatus ElementBytes(TfLiteContext* context, const TfLiteEvalTensor* tensor, const char* op,
                          int32_t* bytes);

// Numbers of a node's input, which may be known only when the model runs.
class Numbers {
 public:
  // An error unless the tensor is there and int32 or int64.
  TfLiteStatus Read(TfLiteContext* context, const TfLiteNode* node, const char* op, int index);

  // False in Prepare for those that the model computes.
  bool known() const { return tensor_->data.data != nullptr; }
  int32_t count() const;
  // Those beyond int32 are its nearest.
  int32_t operator[](int32_t i) const;
  // Whether they are the shape `dims`.
  bool AreShape(const TfLiteIntArray* dims) const;

 private:
  const TfLiteEvalTensor* tensor_ = nullptr;
};

// An axis of `rank`, which may be counted from behind.
TfLiteStatus ResolveAxis(TfLiteContext* context, const char* op, int32_t axis, int rank, int* resolved);

// Product of the extents from axis `begin` on, before axis `end`.
int32_t ExtentOf(const TfLiteIntArray* dims, int begin, int end);

// Says that the output has not the shape that its inputs give, and returns kTfLiteError.
TfLiteStatus WrongOutputShape(TfLiteContext* context, const char* op);

// `bytes` bytes of one element after the other: copies of the first, of `element_bytes`, which is `value`.
void FillWith(const void* value, int32_t element_bytes, void* to, int32_t bytes);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_MOVEMENT_H_
