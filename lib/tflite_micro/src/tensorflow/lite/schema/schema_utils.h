// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_SCHEMA_SCHEMA_UTILS_H_
#define TENSORFLOW_LITE_SCHEMA_SCHEMA_UTILS_H_

#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

// Old writers fill only the one-byte field; new ones fill both, the byte with 127
// (PLACEHOLDER_FOR_GREATER_OP_CODES) when the code does not fit. The larger of the two is right in either
// case.
inline BuiltinOperator GetBuiltinCode(const OperatorCode* op_code) {
  const int32_t code = op_code->builtin_code();
  const int32_t old_code = op_code->deprecated_builtin_code();
  return static_cast<BuiltinOperator>(code > old_code ? code : old_code);
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_SCHEMA_SCHEMA_UTILS_H_
