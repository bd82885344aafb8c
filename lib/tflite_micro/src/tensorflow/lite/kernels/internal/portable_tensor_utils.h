// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_KERNELS_INTERNAL_PORTABLE_TENSOR_UTILS_H_
#define TENSORFLOW_LITE_KERNELS_INTERNAL_PORTABLE_TENSOR_UTILS_H_

#include <cstdint>

namespace tflite {
namespace tensor_utils {

// int4 is packed two a byte, the first element in the low half. `num_elements` may be odd.
void UnpackDenseInt4IntoInt8(const int8_t* src_buffer, int num_elements, int8_t* dst_buffer);
// The reverse; values are cut to 4 bits, and a last half byte that is left over becomes 0.
void PackInt8IntoDenseInt4(const int8_t* src_buffer, int num_elements, int8_t* dst_buffer);

}  // namespace tensor_utils
}  // namespace tflite

#endif  // TENSORFLOW_LITE_KERNELS_INTERNAL_PORTABLE_TENSOR_UTILS_H_
