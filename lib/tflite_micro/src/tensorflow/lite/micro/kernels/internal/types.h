// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_TYPES_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_TYPES_H_

#include "tensorflow/lite/kernels/internal/types.h"

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_TYPES_H_
