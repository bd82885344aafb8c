// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/lookup_table.h"

#include <cmath>

namespace tflite {

void FillLookupTable(const TfLiteTensor& input, const TfLiteTensor& output, float (*function)(float),
                     int8_t table[256]) {
  const float inverse_scale = 1.0f / output.params.scale;
  for (int32_t value = -128; value <= 127; ++value) {
    const float real = input.params.scale * static_cast<float>(value - input.params.zero_point);
    const float scaled =
        std::round(function(real) * inverse_scale) + static_cast<float>(output.params.zero_point);
    table[value + 128] = static_cast<int8_t>(scaled > 127.0f ? 127.0f : scaled >= -128.0f ? scaled : -128.0f);
  }
}

}  // namespace tflite
