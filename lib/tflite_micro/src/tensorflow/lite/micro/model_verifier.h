// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MODEL_VERIFIER_H_
#define TENSORFLOW_LITE_MICRO_MODEL_VERIFIER_H_

#include <cstddef>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

// Follows every offset of a .tflite file that the runtime will follow, and checks that it stays inside the
// `size` bytes of `data` (4-byte aligned, at least). kTfLiteError, with a text that names the table and its
// index, for anything else.
TfLiteStatus VerifyModel(const void* data, size_t size);

// GetModel() of a buffer that need not be trusted: null, with a text, unless VerifyModel() accepts it.
const Model* GetVerifiedModel(const void* data, size_t size);

// What can be checked without knowing the file's size, on a model whose offsets are in order: version,
// tensor, buffer and operator code indices, shapes, sizes of constants, quantisation arrays, the order of
// operators. MicroInterpreter does it by itself.
TfLiteStatus CheckModel(const Model* model);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MODEL_VERIFIER_H_
