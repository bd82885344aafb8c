// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_LOOKUP_TABLE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_LOOKUP_TABLE_H_

#include <cstdint>

#include "tensorflow/lite/c/common.h"

namespace tflite {

// table[value + 128] is what `function` makes of each int8 value of `input`, quantised as `output` is: halves
// away from zero, before the zero point is added.
void FillLookupTable(const TfLiteTensor& input, const TfLiteTensor& output, float (*function)(float),
                     int8_t table[256]);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_LOOKUP_TABLE_H_
