// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/memory_helpers.h"

namespace tflite {

uint8_t* AlignPointerUp(uint8_t* data, size_t alignment) {
  return data + (-reinterpret_cast<uintptr_t>(data) & (alignment - 1));
}

uint8_t* AlignPointerDown(uint8_t* data, size_t alignment) {
  return data - (reinterpret_cast<uintptr_t>(data) & (alignment - 1));
}

size_t AlignSizeUp(size_t size, size_t alignment) { return (size + alignment - 1) & ~(alignment - 1); }

TfLiteStatus TfLiteTypeSizeOf(TfLiteType type, size_t* size) {
  // In the order of TfLiteType; 0: no fixed number of bytes. A resource is a number, an int32.
  static const uint8_t kBytes[] = {0, 4, 4, 1, 8, 0, 1, 2, 8, 1, 2, 8, 16, 8, 4, 0, 4, 2, 0, 2};
  *size = static_cast<size_t>(type) < sizeof(kBytes) ? kBytes[type] : 0;
  return *size == 0 ? kTfLiteError : kTfLiteOk;
}

TfLiteStatus TensorBytes(TfLiteType type, const TfLiteIntArray* dims, size_t* bytes) {
  constexpr uint64_t kLimit = 1u << 31;
  constexpr uint64_t kEmptyLimit = 1u << 16;
  size_t type_size = 1;
  if (type != kTfLiteInt4) TF_LITE_ENSURE_STATUS(TfLiteTypeSizeOf(type, &type_size));
  uint64_t total = type_size;
  // All extents are looked at although one may be zero: kernels multiply some of them, and count through
  // others.
  uint64_t checked = type_size;
  for (int i = 0; i < dims->size; ++i) {
    if (dims->data[i] < 0) return kTfLiteError;
    const uint32_t extent = static_cast<uint32_t>(dims->data[i]);
    total *= extent;
    checked *= extent == 0 ? 1 : extent;
    if (checked >= kLimit) return kTfLiteError;
  }
  if (total == 0 && checked > kEmptyLimit) return kTfLiteError;
  *bytes = static_cast<size_t>(type == kTfLiteInt4 ? (total + 1) / 2 : total);
  return kTfLiteOk;
}

TfLiteStatus BytesRequiredForTensor(const Tensor& flatbuffer_tensor, size_t* bytes, size_t* type_size) {
  static const TfLiteIntArray kScalar = {};
  TfLiteType type;
  TF_LITE_ENSURE_STATUS(ConvertTensorType(flatbuffer_tensor.type(), &type));
  TfLiteTypeSizeOf(type, type_size);
  const void* shape = flatbuffer_tensor.shape();
  return TensorBytes(type, shape == nullptr ? &kScalar : static_cast<const TfLiteIntArray*>(shape), bytes);
}

TfLiteStatus TfLiteEvalTensorByteLength(const TfLiteEvalTensor* eval_tensor, size_t* out_bytes) {
  return TensorBytes(eval_tensor->type, eval_tensor->dims, out_bytes);
}

}  // namespace tflite
