// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_SCHEMA_SCHEMA_ENUMS_H_
#define TENSORFLOW_LITE_SCHEMA_SCHEMA_ENUMS_H_

#include <cstdint>

#include "tensorflow/lite/schema/builtin_operators.h"
#include "tensorflow/lite/schema/builtin_options.h"

namespace tflite {

enum TensorType : int8_t {
  TensorType_FLOAT32 = 0,
  TensorType_FLOAT16 = 1,
  TensorType_INT32 = 2,
  TensorType_UINT8 = 3,
  TensorType_INT64 = 4,
  TensorType_STRING = 5,
  TensorType_BOOL = 6,
  TensorType_INT16 = 7,
  TensorType_COMPLEX64 = 8,
  TensorType_INT8 = 9,
  TensorType_FLOAT64 = 10,
  TensorType_COMPLEX128 = 11,
  TensorType_UINT64 = 12,
  TensorType_RESOURCE = 13,
  TensorType_VARIANT = 14,
  TensorType_UINT32 = 15,
  TensorType_UINT16 = 16,
  TensorType_INT4 = 17,
  TensorType_BFLOAT16 = 18,
  TensorType_MIN = TensorType_FLOAT32,
  TensorType_MAX = TensorType_BFLOAT16
};

enum BuiltinOperator : int32_t {
#define TFLITE_ENUMERATOR(NAME, CODE) BuiltinOperator_##NAME = CODE,
  TFLITE_BUILTIN_OPERATORS(TFLITE_ENUMERATOR)
#undef TFLITE_ENUMERATOR
#define TFLITE_COUNT(NAME, CODE) +1
      BuiltinOperator_MIN = 0,
  BuiltinOperator_MAX = TFLITE_BUILTIN_OPERATORS(TFLITE_COUNT) - 1
#undef TFLITE_COUNT
};

// "CONV_2D", ...; "UNKNOWN" for a code outside the schema (or when TF_LITE_STRIP_ERROR_STRINGS leaves the
// names out).
const char* EnumNameBuiltinOperator(BuiltinOperator op);

enum BuiltinOptions : uint8_t {
#define TFLITE_ENUMERATOR(NAME, TAG) BuiltinOptions_##NAME = TAG,
  TFLITE_BUILTIN_OPTIONS(TFLITE_ENUMERATOR)
#undef TFLITE_ENUMERATOR
};

enum Padding : int8_t { Padding_SAME = 0, Padding_VALID = 1 };

enum ActivationFunctionType : int8_t {
  ActivationFunctionType_NONE = 0,
  ActivationFunctionType_RELU = 1,
  ActivationFunctionType_RELU_N1_TO_1 = 2,
  ActivationFunctionType_RELU6 = 3,
  ActivationFunctionType_TANH = 4,
  ActivationFunctionType_SIGN_BIT = 5
};

enum FullyConnectedOptionsWeightsFormat : int8_t {
  FullyConnectedOptionsWeightsFormat_DEFAULT = 0,
  FullyConnectedOptionsWeightsFormat_SHUFFLED4x16INT8 = 1,
  FullyConnectedOptionsWeightsFormat_PACKED8 = 64  // not in the schema: written by the build alone
};

enum MirrorPadMode : int8_t { MirrorPadMode_REFLECT = 0, MirrorPadMode_SYMMETRIC = 1 };

}  // namespace tflite

#endif  // TENSORFLOW_LITE_SCHEMA_SCHEMA_ENUMS_H_
