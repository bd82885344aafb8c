// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_PORTABLE_TYPE_TO_TFLITETYPE_H_
#define TENSORFLOW_LITE_PORTABLE_TYPE_TO_TFLITETYPE_H_

#include <cstdint>

#include "tensorflow/lite/core/c/common.h"

namespace tflite {

// The TfLiteType of a C++ type: typeToTfLiteType<int8_t>() is kTfLiteInt8. kTfLiteNoType for a type that no
// tensor has.
template <typename T>
constexpr TfLiteType typeToTfLiteType() {
  return kTfLiteNoType;
}

#define TFLITE_TYPE_OF(CPP_TYPE, TYPE)                \
  template <>                                         \
  constexpr TfLiteType typeToTfLiteType<CPP_TYPE>() { \
    return TYPE;                                      \
  }

TFLITE_TYPE_OF(float, kTfLiteFloat32)
TFLITE_TYPE_OF(double, kTfLiteFloat64)
TFLITE_TYPE_OF(bool, kTfLiteBool)
TFLITE_TYPE_OF(int8_t, kTfLiteInt8)
TFLITE_TYPE_OF(uint8_t, kTfLiteUInt8)
TFLITE_TYPE_OF(int16_t, kTfLiteInt16)
TFLITE_TYPE_OF(uint16_t, kTfLiteUInt16)
TFLITE_TYPE_OF(int32_t, kTfLiteInt32)
TFLITE_TYPE_OF(uint32_t, kTfLiteUInt32)
TFLITE_TYPE_OF(int64_t, kTfLiteInt64)
TFLITE_TYPE_OF(uint64_t, kTfLiteUInt64)
TFLITE_TYPE_OF(TfLiteFloat16, kTfLiteFloat16)

#undef TFLITE_TYPE_OF

}  // namespace tflite

#endif  // TENSORFLOW_LITE_PORTABLE_TYPE_TO_TFLITETYPE_H_
