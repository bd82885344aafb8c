// SPDX-License-Identifier: Apache-2.0
// The largest of each four elements of a 2x2 window.
#ifndef ARM_NN_MAX_2X2_F32_H
#define ARM_NN_MAX_2X2_F32_H

#include "arm_nn_types_flt.h"

// For the first `quads` * 4 channels of a window whose rows begin at `top` and `bottom`; a pixel has
// `channels`. Results are clamped to `range`.
void arm_nn_max_2x2_f32(const float *top, const float *bottom, int32_t channels, int32_t quads,
                        const cmsis_nn_activation_f32 *range, float *to);

#endif  // ARM_NN_MAX_2X2_F32_H
