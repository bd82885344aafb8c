// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_LOGARITHM_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_LOGARITHM_H_

#include <cstdint>

// Fixed-point logarithm and reciprocal root, as quantised operators define them. Qm.n: m integer bits, n
// fraction bits, one sign bit.

namespace tflite {
namespace fixed_point {

// ln(x) as Q5.26 for x >= 1 in Q12.19.
int32_t LogOfQ12(int32_t x);

// 1 / sqrt(value) = multiplier * 2^(shift - 31) for value >= 1.
void ReciprocalRoot(int32_t value, int32_t* multiplier, int32_t* shift);

}  // namespace fixed_point
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_LOGARITHM_H_
