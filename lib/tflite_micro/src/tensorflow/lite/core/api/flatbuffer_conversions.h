// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_CORE_API_FLATBUFFER_CONVERSIONS_H_
#define TENSORFLOW_LITE_CORE_API_FLATBUFFER_CONVERSIONS_H_

#include <cstddef>
#include <new>

#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/core/api/error_reporter.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

// Where the parsed options of builtin operators are put.
class BuiltinDataAllocator {
 public:
  virtual void* Allocate(size_t size, size_t alignment_hint) = 0;
  virtual void Deallocate(void* data) = 0;

  // Zeroed; null when the memory is full.
  template <typename T>
  T* AllocatePOD() {
    void* memory = Allocate(sizeof(T), alignof(T));
    return memory == nullptr ? nullptr : new (memory) T();
  }

  virtual ~BuiltinDataAllocator() = default;

 private:
  TF_LITE_REMOVE_VIRTUAL_DELETE
};

// Each turns the options of an operator into the structure of builtin_op_data.h that its kernel reads.
// Options that the model leaves out get the schema's defaults; a value outside the schema is an error.
TfLiteStatus ParseConv2D(const Operator* op, ErrorReporter* reporter, BuiltinDataAllocator* allocator,
                         void** data);
TfLiteStatus ParseDepthwiseConv2D(const Operator* op, ErrorReporter* reporter,
                                  BuiltinDataAllocator* allocator, void** data);
TfLiteStatus ParseDequantize(const Operator* op, ErrorReporter* reporter, BuiltinDataAllocator* allocator,
                             void** data);
TfLiteStatus ParseFullyConnected(const Operator* op, ErrorReporter* reporter, BuiltinDataAllocator* allocator,
                                 void** data);
TfLiteStatus ParsePool(const Operator* op, ErrorReporter* reporter, BuiltinDataAllocator* allocator,
                       void** data);
TfLiteStatus ParseQuantize(const Operator* op, ErrorReporter* reporter, BuiltinDataAllocator* allocator,
                           void** data);
TfLiteStatus ParseReshape(const Operator* op, ErrorReporter* reporter, BuiltinDataAllocator* allocator,
                          void** data);
TfLiteStatus ParseSoftmax(const Operator* op, ErrorReporter* reporter, BuiltinDataAllocator* allocator,
                          void** data);

// kTfLiteError, with a text, for a type that kernels do not know.
TfLiteStatus ConvertTensorType(TensorType tensor_type, TfLiteType* type);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_CORE_API_FLATBUFFER_CONVERSIONS_H_
