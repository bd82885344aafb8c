// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_OP_TABLE_H_
#define TENSORFLOW_LITE_MICRO_OP_TABLE_H_

#include "tensorflow/lite/micro/micro_op_resolver.h"

namespace tflite {

// The registered operators of a MicroMutableOpResolver, apart from the template so that its code exists once,
// not once for each size.
struct OpTable {
  struct Entry {
    TFLMRegistration registration;
    MicroOpResolver::BuiltinParseFunction parser;  // null for a custom operator
  };

  Entry* entries;
  unsigned int capacity;
  unsigned int size;

  const Entry* Find(BuiltinOperator op) const;
  const Entry* Find(const char* custom_name) const;
  // kTfLiteError, after saying that operator `name` cannot be registered `how`.
  TfLiteStatus Refuse(const char* name, const char* how) const;
  TfLiteStatus Add(BuiltinOperator op, const char* custom_name, const TFLMRegistration& registration,
                   MicroOpResolver::BuiltinParseFunction parser);
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_OP_TABLE_H_
