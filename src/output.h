// SPDX-License-Identifier: Apache-2.0
// Text to the console.
#ifndef LAYERSCOPE_OUTPUT_H_
#define LAYERSCOPE_OUTPUT_H_

#include <cstdint>

namespace output {

void text(const char* text);
void unsigned_integer(uint64_t value);
void signed_integer(int64_t value);
void six_decimals(float value);
void milliseconds(uint64_t cycles);
void json_number(float value);
// In double quotes, with what JSON wants escaped.
void json_string(const char* text);
void hexadecimal(const uint8_t* bytes, uint32_t count);
void end_line();

}  // namespace output

#endif  // LAYERSCOPE_OUTPUT_H_
