// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_LOG_H_
#define TENSORFLOW_LITE_MICRO_MICRO_LOG_H_

#include <cstdarg>
#include <cstddef>

// Formats a line, ends it with "\n" and hands it to DebugLog. No heap, and no libc formatting: %d %i %u %x %X
// %p %c %s %f %e %g %% with flags `-` and `0`, width, precision, and the lengths h, l, ll, z, j and t; %f, %e
// and %g all print fixed-point, six decimals unless a precision (0 to 9) says otherwise.
// TF_LITE_LOG_DOUBLES=0 prints these three as "?" and saves 0.9 KB.
// No format attribute: on Arm it would reject the %d for uint32_t that applications written for upstream are
// full of.
#ifndef TF_LITE_LOG_DOUBLES
#define TF_LITE_LOG_DOUBLES 1
#endif

void MicroPrintf(const char* format, ...);
void VMicroPrintf(const char* format, va_list args);

#ifdef TF_LITE_STRIP_ERROR_STRINGS
// Compiled, so that the arguments count as used, and dropped, texts and all.
#define MicroPrintf(...)                   \
  do {                                     \
    if (false) (MicroPrintf)(__VA_ARGS__); \
  } while (false)
#endif

// The same formatting into a buffer, always terminated. Returns the length of the whole text, as snprintf
// does.
int MicroSnprintf(char* buffer, size_t size, const char* format, ...) __attribute__((format(printf, 3, 4)));
int MicroVsnprintf(char* buffer, size_t size, const char* format, va_list args);

#endif  // TENSORFLOW_LITE_MICRO_MICRO_LOG_H_
