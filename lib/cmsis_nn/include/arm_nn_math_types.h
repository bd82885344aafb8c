// SPDX-License-Identifier: Apache-2.0
// The instruction layer and the limits of the fixed-point types, by CMSIS-NN's names.
#ifndef ARM_NN_MATH_TYPES_H
#define ARM_NN_MATH_TYPES_H

#include <float.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "arm_nn_dsp.h"

#if ARM_NN_DSP && !defined(ARM_MATH_DSP)
#define ARM_MATH_DSP 1
#endif

#define NN_Q31_MAX INT32_MAX
#define NN_Q15_MAX INT16_MAX
#define NN_Q7_MAX INT8_MAX
#define NN_Q31_MIN INT32_MIN
#define NN_Q15_MIN INT16_MIN
#define NN_Q7_MIN INT8_MIN

#endif  // ARM_NN_MATH_TYPES_H
