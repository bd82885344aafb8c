// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/kernels/internal/portable_tensor_utils.h"

namespace tflite {
namespace tensor_utils {

void UnpackDenseInt4IntoInt8(const int8_t* src_buffer, int num_elements, int8_t* dst_buffer) {
  const auto low_half = [](int8_t pair) { return static_cast<int8_t>(((pair & 0xf) ^ 8) - 8); };
  int i = 0;
  for (; i + 1 < num_elements; i += 2) {
    const int8_t pair = *src_buffer++;
    dst_buffer[i] = low_half(pair);
    dst_buffer[i + 1] = static_cast<int8_t>(pair >> 4);
  }
  if (i < num_elements) dst_buffer[i] = low_half(*src_buffer);
}

void PackInt8IntoDenseInt4(const int8_t* src_buffer, int num_elements, int8_t* dst_buffer) {
  for (int i = 0; i < num_elements; i += 2) {
    const int low = src_buffer[i] & 0xf;
    const int high = i + 1 < num_elements ? src_buffer[i + 1] & 0xf : 0;
    dst_buffer[i / 2] = static_cast<int8_t>(static_cast<uint8_t>(low | (high << 4)));
  }
}

}  // namespace tensor_utils
}  // namespace tflite
