// SPDX-License-Identifier: Apache-2.0
// Kept for code that includes it by CMSIS-NN's name: the instruction layer.
#ifndef ARM_NN_MATH_TYPES_H
#define ARM_NN_MATH_TYPES_H

#include "arm_nn_dsp.h"

#endif  // ARM_NN_MATH_TYPES_H
