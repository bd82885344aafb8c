// SPDX-License-Identifier: Apache-2.0
#ifndef LAYERSCOPE_CALIBRATE_TEXT_H_
#define LAYERSCOPE_CALIBRATE_TEXT_H_

#include <cstdint>

namespace calibrate {

void print(const char* text);
void print(const char* before, uint32_t value, const char* after = "");
void print_hex(const char* before, uint32_t value, const char* after);

// Reads a decimal number at `*text` and moves past it and the blanks around it; false if there is none.
bool take_number(const char** text, uint32_t* value);

// Waits for a line, and returns it without its end and the blanks around it; nullptr for a line that is too
// long or was damaged on the way.
const char* read_line();

}  // namespace calibrate

#endif  // LAYERSCOPE_CALIBRATE_TEXT_H_
