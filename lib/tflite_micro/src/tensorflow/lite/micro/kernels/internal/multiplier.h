// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_MULTIPLIER_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_MULTIPLIER_H_

#include <cstdint>

namespace tflite {

// A real factor as multiplier * 2^(shift - 31), multiplier in [2^30, 2^31) or 0. A factor below 2^-32 becomes
// 0.
void QuantizeMultiplier(double factor, int32_t* multiplier, int32_t* shift);

// QuantizeMultiplier of a * b / c computed in double, without a double: a core whose FPU has none would link
// 3 KB of library for it. Finite factors that are not negative; c is not 0.
void MultiplierOfScales(float a, float b, float c, int32_t* multiplier, int32_t* shift);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_MULTIPLIER_H_
