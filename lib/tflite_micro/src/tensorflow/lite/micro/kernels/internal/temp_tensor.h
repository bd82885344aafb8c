// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_TEMP_TENSOR_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_TEMP_TENSOR_H_

#include "tensorflow/lite/micro/micro_context.h"

namespace tflite {

// A node's tensor during Prepare, given back at the end of its scope: every return, early ones too, leaves
// the arena as it was.
class TempTensor {
 public:
  static TempTensor Input(TfLiteContext* context, const TfLiteNode* node, int index);
  static TempTensor Output(TfLiteContext* context, const TfLiteNode* node, int index);

  TempTensor(const TempTensor&) = delete;
  TempTensor& operator=(const TempTensor&) = delete;
  ~TempTensor();

  const TfLiteTensor* get() const { return tensor_; }
  const TfLiteTensor* operator->() const { return tensor_; }
  const TfLiteTensor& operator*() const { return *tensor_; }
  explicit operator bool() const { return tensor_ != nullptr; }

 private:
  TempTensor(TfLiteContext* context, TfLiteTensor* tensor) : context_(context), tensor_(tensor) {}

  TfLiteContext* context_;
  TfLiteTensor* tensor_;
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_TEMP_TENSOR_H_
