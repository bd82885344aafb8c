// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_TEMP_TENSOR_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_TEMP_TENSOR_H_

#include "tensorflow/lite/micro/micro_context.h"

namespace tflite {

// Stands for a tensor that is not there: of no type, shape or scale. What a kernel asks of it, it does not
// have.
extern const TfLiteTensor kNoTensor;

// A node's tensor during Prepare, given back at the end of its scope: every return, early ones too, leaves
// the arena as it was.
class TempTensor {
 public:
  static TempTensor Input(TfLiteContext* context, const TfLiteNode* node, int index);
  static TempTensor Output(TfLiteContext* context, const TfLiteNode* node, int index);

  TempTensor(const TempTensor&) = delete;
  TempTensor& operator=(const TempTensor&) = delete;
  ~TempTensor();

  // Null for a tensor that is not there: left out by the model, or without room in the arena.
  const TfLiteTensor* get() const { return *this ? tensor_ : nullptr; }
  const TfLiteTensor* operator->() const { return tensor_; }
  const TfLiteTensor& operator*() const { return *tensor_; }
  explicit operator bool() const { return tensor_ != &kNoTensor; }

 private:
  TempTensor(TfLiteContext* context, TfLiteTensor* tensor)
      : context_(context), tensor_(tensor == nullptr ? &kNoTensor : tensor) {}

  TfLiteContext* context_;
  const TfLiteTensor* tensor_;
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_TEMP_TENSOR_H_
