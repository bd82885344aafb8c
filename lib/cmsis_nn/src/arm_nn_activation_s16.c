// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions.h"
#include "arm_nnsupportfunctions.h"

// 65536 / (1 + exp(-i / 24)), i / 24 being Q3.12 times 3 in steps of 512. TensorFlow Lite's points, as its
// results on every int16 determine them: up to 1.4 above the function, so that the straight lines between
// them fit better.
static const uint16_t kLogistic[256] = {
    32768, 33451, 34133, 34813, 35493, 36169, 36843, 37513, 38180, 38841, 39498, 40149, 40794, 41432, 42064,
    42688, 43304, 43912, 44511, 45102, 45683, 46255, 46817, 47369, 47911, 48443, 48964, 49475, 49975, 50464,
    50942, 51409, 51865, 52311, 52745, 53169, 53581, 53983, 54374, 54755, 55125, 55485, 55834, 56174, 56503,
    56823, 57133, 57433, 57724, 58007, 58280, 58544, 58800, 59048, 59288, 59519, 59743, 59959, 60168, 60370,
    60565, 60753, 60935, 61110, 61279, 61441, 61599, 61750, 61896, 62036, 62172, 62302, 62428, 62549, 62666,
    62778, 62886, 62990, 63090, 63186, 63279, 63368, 63454, 63536, 63615, 63691, 63765, 63835, 63903, 63968,
    64030, 64090, 64148, 64204, 64257, 64308, 64357, 64405, 64450, 64494, 64536, 64576, 64614, 64652, 64687,
    64721, 64754, 64786, 64816, 64845, 64873, 64900, 64926, 64950, 64974, 64997, 65019, 65039, 65060, 65079,
    65097, 65115, 65132, 65149, 65164, 65179, 65194, 65208, 65221, 65234, 65246, 65258, 65269, 65280, 65291,
    65301, 65310, 65319, 65328, 65337, 65345, 65352, 65360, 65367, 65374, 65381, 65387, 65393, 65399, 65404,
    65410, 65415, 65420, 65425, 65429, 65433, 65438, 65442, 65445, 65449, 65453, 65456, 65459, 65462, 65465,
    65468, 65471, 65474, 65476, 65479, 65481, 65483, 65485, 65488, 65489, 65491, 65493, 65495, 65497, 65498,
    65500, 65501, 65503, 65504, 65505, 65507, 65508, 65509, 65510, 65511, 65512, 65513, 65514, 65515, 65516,
    65517, 65517, 65518, 65519, 65520, 65520, 65521, 65522, 65522, 65523, 65523, 65524, 65524, 65525, 65525,
    65526, 65526, 65526, 65527, 65527, 65528, 65528, 65528, 65529, 65529, 65529, 65529, 65530, 65530, 65530,
    65530, 65531, 65531, 65531, 65531, 65531, 65532, 65532, 65532, 65532, 65532, 65532, 65533, 65533, 65533,
    65533, 65533, 65533, 65533, 65533, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534,
    65535,
};

// Straight lines between the table's points; the tangent is 2 * logistic(2 * x) - 1, so that it looks up
// twice the argument. Rounding: to nearest, the negative half by symmetry.
ARM_NN_INLINE int16_t interpolate(int32_t x, int32_t fraction_bits, uint32_t limit, bool is_tangent) {
  const uint32_t magnitude = (uint32_t)(x < 0 ? -x : x), index = magnitude >> fraction_bits;
  uint32_t value = limit << fraction_bits;
  if (index < 255) {
    const uint32_t below = kLogistic[index], above = kLogistic[index + 1];
    value = (below << fraction_bits) + (magnitude & ((1u << fraction_bits) - 1)) * (above - below);
  }
  // `value` is a share of 2^(16 + fraction_bits)
  const int32_t one = 1 << (16 + fraction_bits);
  if (is_tangent) {
    const int32_t half = 1 << (fraction_bits - 1), from_middle = (int32_t)value - one / 2;
    return (int16_t)((x >= 0 ? from_middle + half : half - 1 - from_middle) >> fraction_bits);
  }
  const int32_t half = 1 << fraction_bits;
  return (int16_t)((x >= 0 ? (int32_t)value + half : one - (int32_t)value + half - 1) >> (fraction_bits + 1));
}

arm_cmsis_nn_status arm_nn_activation_s16(const int16_t *input, int16_t *output, const int32_t size,
                                          const int32_t left_shift, const arm_nn_activation_type type) {
  if (type != ARM_SIGMOID && type != ARM_TANH) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t right = left_shift < 0 ? -left_shift : 0, rounding = right > 0 ? 1 << (right - 1) : 0;
  const int32_t multiplier = left_shift < 0 ? 3 : 3 << left_shift;
  for (int32_t i = 0; i < size; i++) {
    const int32_t x = (input[i] * multiplier + rounding) >> right;
    output[i] = type == ARM_TANH ? interpolate(x, 8, 0xFFFF, true) : interpolate(x, 9, 0xFFFE, false);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
