// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_CPPMATH_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_CPPMATH_H_

#include "tensorflow/lite/kernels/internal/cppmath.h"

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_CPPMATH_H_
