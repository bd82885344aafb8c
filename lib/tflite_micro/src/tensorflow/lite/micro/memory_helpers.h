// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MEMORY_HELPERS_H_
#define TENSORFLOW_LITE_MICRO_MEMORY_HELPERS_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/core/api/flatbuffer_conversions.h"
#include "tensorflow/lite/micro/micro_common.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

// `alignment` is a power of two.
uint8_t* AlignPointerUp(uint8_t* data, size_t alignment);
uint8_t* AlignPointerDown(uint8_t* data, size_t alignment);
size_t AlignSizeUp(size_t size, size_t alignment);

// Bytes of one element; kTfLiteError for a type of no fixed whole number of bytes (string, variant, int4).
TfLiteStatus TfLiteTypeSizeOf(TfLiteType type, size_t* size);

// Bytes of a tensor's contents. kTfLiteError for a type of no fixed size, a negative extent, 2 GB and
// more, or no contents but for an extent of 0 more than 64 KB.
TfLiteStatus TensorBytes(TfLiteType type, const TfLiteIntArray* dims, size_t* bytes);
TfLiteStatus BytesRequiredForTensor(const Tensor& flatbuffer_tensor, size_t* bytes, size_t* type_size);
TfLiteStatus TfLiteEvalTensorByteLength(const TfLiteEvalTensor* eval_tensor, size_t* out_bytes);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MEMORY_HELPERS_H_
