// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions.h"

void arm_relu6_s8(int8_t *data, uint16_t size) {
  for (uint32_t i = 0; i < size; i++) data[i] = data[i] < 0 ? 0 : data[i] > 6 ? 6 : data[i];
}
