// SPDX-License-Identifier: Apache-2.0
#include "cases.h"

int8_t g_input_s8[32768], g_filter_s8[65536], g_output_s8[32768];
float g_input_f32[8192], g_filter_f32[40960], g_output_f32[24576];
int32_t g_multiplier[128], g_shift[128], g_bias_s32[128];
float g_bias_f32[128];
uint32_t g_scratch[8192 + 64];

namespace {
constexpr uint32_t kSentinel = 0xA5C35A3Cu;
int32_t used_words;
}  // namespace

cmsis_nn_context scratch_of(int32_t size) {
  used_words = (size + 3) / 4;
  for (uint32_t& word : g_scratch) word = kSentinel;
  return {g_scratch, size};
}

int scratch_overrun() {
  int wrong = used_words > 8192 ? 1 : 0;
  for (int i = used_words; i < 8192 + 64; i++) wrong += g_scratch[i] != kSentinel;
  return wrong;
}
