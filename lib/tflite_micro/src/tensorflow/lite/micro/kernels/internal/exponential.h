// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_EXPONENTIAL_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_EXPONENTIAL_H_

#include <cstdint>

// Fixed-point exponential and reciprocal, as quantised softmax defines them. Qm.n: m integer bits, n fraction
// bits, one sign bit.

namespace tflite {
namespace fixed_point {

constexpr int kExpIntegerBits = 5;

// exp(x) as Q0.31 for x <= 0 in Q5.26, and in Q4.27. 1 is represented as 2^31 - 1.
int32_t Exp(int32_t x);
int32_t ExpOfQ4(int32_t x);

// 1 / (1 + x) as Q0.31 for x in [0, 1) in Q0.31.
int32_t ReciprocalOfOnePlus(int32_t x);

// (1 - x) / (1 + x) as Q0.31 for x in [0, 1) in Q0.31.
int32_t OneMinusOverOnePlus(int32_t x);

}  // namespace fixed_point
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_EXPONENTIAL_H_
