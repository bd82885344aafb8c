// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_KERNELS_OP_MACROS_H_
#define TENSORFLOW_LITE_KERNELS_OP_MACROS_H_

#include <cstdlib>

#include "tensorflow/lite/micro/micro_log.h"

// Upstream's macros for what a kernel cannot go on from. The kernels here return errors instead.

#define TFLITE_ABORT abort()

#define TF_LITE_FATAL(msg)    \
  do {                        \
    MicroPrintf("%s", (msg)); \
    TFLITE_ABORT;             \
  } while (false)

#define TF_LITE_ASSERT(x)        \
  do {                           \
    if (!(x)) TF_LITE_FATAL(#x); \
  } while (false)

#define TF_LITE_ASSERT_EQ(x, y)                  \
  do {                                           \
    if ((x) != (y)) TF_LITE_FATAL(#x " != " #y); \
  } while (false)

#endif  // TENSORFLOW_LITE_KERNELS_OP_MACROS_H_
