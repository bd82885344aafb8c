// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "cases.h"

// Prints "<group> <index> <result>" for every case of every group.
int main() {
  const struct {
    const char* name;
    int (*run)(int index);
  } groups[] = {
      {"conv_s8_case", conv_s8_case},
      {"conv_f32_case", conv_f32_case},
      {"conv_3x3_c1_f32_case", conv_3x3_c1_f32_case},
      {"conv_f16_case", conv_f16_case},
      {"conv_hybrid_case", conv_hybrid_case},
      {"depthwise_s8_case", depthwise_s8_case},
      {"depthwise_3x3_case", depthwise_3x3_case},
      {"fully_connected_s8_case", fully_connected_s8_case},
      {"fully_connected_packed_s8_case", fully_connected_packed_s8_case},
      {"fully_connected_f32_case", fully_connected_f32_case},
      {"fully_connected_f16_case", fully_connected_f16_case},
      {"max_pool_s8_case", max_pool_s8_case},
      {"avg_pool_s8_case", avg_pool_s8_case},
      {"max_pool_f32_case", max_pool_f32_case},
      {"requantize_case", requantize_case},
      {"quantize_case", quantize_case},
      {"elementwise_s8_case", elementwise_s8_case},
      {"softmax_s8_checksum", softmax_s8_checksum},
      {"interface_checksum", interface_checksum},
  };
  for (const auto& group : groups) {
    for (int index = 0;; index++) {
      const int result = group.run(index);
      if (result == -1) break;
      printf("%s %d %d\n", group.name, index, result);
    }
  }
  return 0;
}
