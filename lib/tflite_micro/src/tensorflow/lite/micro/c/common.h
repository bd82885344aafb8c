// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_C_COMMON_H_
#define TENSORFLOW_LITE_MICRO_C_COMMON_H_

#include "tensorflow/lite/core/c/common.h"

#endif  // TENSORFLOW_LITE_MICRO_C_COMMON_H_
