// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_OP_RESOLVER_H_
#define TENSORFLOW_LITE_MICRO_MICRO_OP_RESOLVER_H_

#include "tensorflow/lite/core/api/flatbuffer_conversions.h"
#include "tensorflow/lite/micro/compatibility.h"
#include "tensorflow/lite/micro/micro_common.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

using TfLiteBridgeBuiltinParseFunction = TfLiteStatus (*)(const Operator* op, ErrorReporter* reporter,
                                                          BuiltinDataAllocator* allocator,
                                                          void** builtin_data);

// Finds the implementation of an operator; null when there is none.
class MicroOpResolver {
 public:
  using BuiltinParseFunction = TfLiteBridgeBuiltinParseFunction;

  virtual ~MicroOpResolver() = default;
  virtual const TFLMRegistration* FindOp(BuiltinOperator op) const = 0;
  virtual const TFLMRegistration* FindOp(const char* custom_name) const = 0;
  virtual BuiltinParseFunction GetOpDataParser(BuiltinOperator op) const = 0;

 protected:  // for the resolvers of users, which need not mention it
  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_OP_RESOLVER_H_
