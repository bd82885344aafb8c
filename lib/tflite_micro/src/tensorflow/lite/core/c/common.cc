// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/core/c/common.h"

#include <cstring>

extern "C" {

size_t TfLiteIntArrayGetSizeInBytes(int size) {
  return sizeof(TfLiteIntArray) + static_cast<size_t>(size) * sizeof(int);
}

int TfLiteFloatArrayGetSizeInBytes(int size) {
  return static_cast<int>(sizeof(TfLiteFloatArray) + static_cast<size_t>(size) * sizeof(float));
}

int TfLiteIntArrayEqualsArray(const TfLiteIntArray* a, int b_size, const int b_data[]) {
  if (a == nullptr) return b_size == 0;
  return a->size == b_size &&
         (b_size == 0 || memcmp(a->data, b_data, static_cast<size_t>(b_size) * sizeof(int)) == 0);
}

int TfLiteIntArrayEqual(const TfLiteIntArray* a, const TfLiteIntArray* b) {
  if (a == b) return 1;
  if (a == nullptr || b == nullptr) return 0;
  return TfLiteIntArrayEqualsArray(a, b->size, b->data);
}

const char* TfLiteTypeGetName(TfLiteType type) {
  // In the order of TfLiteType.
  static const char kNames[] =
      "NOTYPE\0FLOAT32\0INT32\0UINT8\0INT64\0STRING\0BOOL\0INT16\0COMPLEX64\0INT8\0FLOAT16\0FLOAT64\0COMPLEX1"
      "28\0UINT64\0"
      "RESOURCE\0VARIANT\0UINT32\0UINT16\0INT4\0BFLOAT16\0";
  const char* name = kNames;
  for (int i = 0; i < static_cast<int>(type) && *name != '\0'; ++i) name += strlen(name) + 1;
  return *name == '\0' ? "Unknown type" : name;
}

}  // extern "C"
