// SPDX-License-Identifier: Apache-2.0
// Sum (sign 1) or difference (sign -1) of int8, for arm_elementwise_add_s8 and arm_elementwise_sub_s8.
#ifndef ARM_NN_ADD_S8_H
#define ARM_NN_ADD_S8_H

#include "arm_nn_elementwise.h"
#include "arm_nn_types.h"

void arm_nn_add_s8(const int8_t *first, const arm_nn_add_input *first_scale, const int8_t *second,
                   const arm_nn_add_input *second_scale, int32_t sign, int32_t left_shift, int8_t *output,
                   const arm_nn_elementwise_output *to, int32_t count);

#endif  // ARM_NN_ADD_S8_H
