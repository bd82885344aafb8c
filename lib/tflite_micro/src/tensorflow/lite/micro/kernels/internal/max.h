// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_MAX_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_MAX_H_

#include "tensorflow/lite/kernels/internal/max.h"

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_MAX_H_
