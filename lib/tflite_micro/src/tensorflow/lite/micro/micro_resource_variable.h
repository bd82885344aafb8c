// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_RESOURCE_VARIABLE_H_
#define TENSORFLOW_LITE_MICRO_MICRO_RESOURCE_VARIABLE_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/micro/micro_allocator.h"

namespace tflite {

// The variables of a model that VAR_HANDLE names: what they hold outlives an inference. One object serves one
// interpreter or several whose models share variables by name.
class MicroResourceVariables {
 public:
  // Room for so many variables, in the allocator's arena; null, with a text, when it does not fit.
  static MicroResourceVariables* Create(MicroAllocator* allocator, int num_variables);

  // The number of the variable of that name, which it has from its first mention on; -1, with a text, when
  // there is no room for another. Container and name may be null, and must outlive this object.
  int CreateIdIfNoneFound(const char* container, const char* shared_name);

  // Init and Prepare: gives the variable memory for such a tensor's contents, unless it has some. It begins
  // as the tensor's zero.
  TfLiteStatus Allocate(int id, TfLiteContext* context, const TfLiteTensor* tensor);

  // Copies the variable to the tensor. Both have the same type and size, or it is an error.
  TfLiteStatus Read(int id, const TfLiteEvalTensor* tensor);
  // Copies the tensor, or bytes, to the variable.
  TfLiteStatus Assign(int id, const TfLiteEvalTensor* tensor);
  TfLiteStatus Assign(int id, size_t count_bytes, const void* input_buffer);

  // Every variable becomes zero.
  TfLiteStatus ResetAll();

 private:
  struct Variable {
    const char* container;
    const char* shared_name;
    uint8_t* data;  // null until Allocate()
    size_t bytes;
    int16_t zero;  // of each byte
    TfLiteType type;
  };

  MicroResourceVariables(Variable* variables, int capacity) : variables_(variables), capacity_(capacity) {}

  Variable* Find(int id, size_t bytes);
  Variable* Find(int id, const TfLiteEvalTensor* tensor);

  Variable* variables_;
  int capacity_;
  int count_ = 0;
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_RESOURCE_VARIABLE_H_
