// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_log.h"

#include <cstdint>
#include <cstring>

#include "tensorflow/lite/micro/debug_log.h"

// newlib's printf allocates for %f and brings 20 KB and more; this is all that reports need. Decimal digits
// are made with 32-bit divisions, which the core has, and doubles are taken apart as integers: no soft-float
// and no 64-bit division gets linked.

namespace {

// Collects text, either in the caller's buffer or, when `flush` is set, in a small one that goes to DebugLog
// when full.
struct Sink {
  char* buffer;
  size_t size;
  bool flush;
  size_t used = 0;
  size_t total = 0;

  void Put(char c) {
    ++total;
    if (flush && used + 1 == size) Flush();
    if (used + 1 < size) buffer[used++] = c;
  }
  void Flush() {
    buffer[used] = '\0';
    DebugLog(buffer);
    used = 0;
  }
};

struct Spec {
  bool left;
  bool zeros;
  int width;
  int precision;  // -1: none given
};

uint32_t DivideBy10(uint64_t* value) {
  uint32_t remainder = 0;
  uint64_t quotient = 0;
  for (int shift = 48; shift >= 0; shift -= 16) {
    const uint32_t part = remainder << 16 | static_cast<uint16_t>(*value >> shift);
    quotient = quotient << 16 | part / 10;
    remainder = part % 10;
  }
  *value = quotient;
  return remainder;
}

// Writes digits backwards from `end`, at least `minimum` of them; returns the first.
char* Decimal(uint64_t value, int minimum, char* end) {
  while (value != 0 || minimum > 0) {
    *--end = static_cast<char>('0' + DivideBy10(&value));
    --minimum;
  }
  return end;
}

char* Hexadecimal(uint64_t value, int minimum, bool upper, char* end) {
  for (; value != 0 || minimum > 0; value >>= 4, --minimum) {
    *--end = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[value & 15];
  }
  return end;
}

void PutPadded(Sink& sink, const Spec& spec, const char* prefix, const char* text, size_t length) {
  const size_t prefix_length = strlen(prefix);
  const size_t total = prefix_length + length;
  size_t padding = static_cast<size_t>(spec.width) > total ? static_cast<size_t>(spec.width) - total : 0;
  if (!spec.left && !spec.zeros) {
    for (; padding != 0; --padding) sink.Put(' ');
  }
  for (; *prefix != '\0'; ++prefix) sink.Put(*prefix);
  if (!spec.left) {
    for (; padding != 0; --padding) sink.Put('0');
  }
  for (size_t i = 0; i < length; ++i) sink.Put(text[i]);
  for (; padding != 0; --padding) sink.Put(' ');
}

#if TF_LITE_LOG_DOUBLES

constexpr int kMaxFractionDigits = 9;

// Fixed-point text of a double's magnitude, backwards from `end`. From 2^64 on: an integer, `e` and a power
// of ten.
char* Fixed(uint64_t bits, int digits, char* end) {
  const int biased_exponent = static_cast<int>(bits >> 52) & 0x7FF;
  uint64_t mantissa = bits & ((uint64_t{1} << 52) - 1);
  if (biased_exponent != 0) mantissa |= uint64_t{1} << 52;
  // The value is mantissa * 2^exponent.
  int exponent = (biased_exponent == 0 ? 1 : biased_exponent) - 1075;
  uint64_t whole = 0;
  uint64_t fraction = 0;  // of 2^60
  bool inexact = false;
  int power_of_ten = 0;
  if (exponent >= 0) {
    while (exponent > 11) {
      mantissa <<= 8;
      exponent -= 8;
      DivideBy10(&mantissa);
      ++power_of_ten;
      while ((mantissa >> 53) != 0) {
        mantissa >>= 1;
        ++exponent;
      }
    }
    whole = mantissa << exponent;
  } else if (exponent > -60) {
    whole = mantissa >> -exponent;
    fraction = mantissa - (whole << -exponent);
    fraction <<= 60 + exponent;
  } else {
    const int shift = -60 - exponent;
    fraction = shift < 64 ? mantissa >> shift : 0;
    inexact = shift >= 64 ? mantissa != 0 : (fraction << shift) != mantissa;
  }
  constexpr uint64_t kOne = uint64_t{1} << 60;
  uint32_t decimals = 0;
  uint32_t scale = 1;
  for (int i = 0; i < digits; ++i) {
    fraction *= 10;
    decimals = decimals * 10 + static_cast<uint32_t>(fraction >> 60);
    fraction &= kOne - 1;
    scale *= 10;
  }
  const bool odd = ((digits == 0 ? whole : decimals) & 1) != 0;
  if (fraction > kOne / 2 || (fraction == kOne / 2 && (odd || inexact))) {
    if (++decimals == scale) {
      decimals = 0;
      ++whole;
    }
  }
  if (power_of_ten != 0) {
    end = Decimal(static_cast<uint64_t>(power_of_ten), 1, end);
    *--end = 'e';
  } else if (digits > 0) {
    end = Decimal(decimals, digits, end);
    *--end = '.';
  }
  return Decimal(whole, 1, end);
}

void PutDouble(Sink& sink, Spec spec, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof(bits));
  const char* sign = (bits >> 63) != 0 ? "-" : "";
  if ((bits >> 52 & 0x7FF) == 0x7FF) {
    spec.zeros = false;
    PutPadded(sink, spec, sign, (bits << 12) == 0 ? "inf" : "nan", 3);
    return;
  }
  int digits = spec.precision < 0 ? 6 : spec.precision;
  if (digits > kMaxFractionDigits) digits = kMaxFractionDigits;
  char text[20 + 5 + kMaxFractionDigits];
  char* const end = text + sizeof(text);
  const char* first = Fixed(bits << 1 >> 1, digits, end);
  PutPadded(sink, spec, sign, first, static_cast<size_t>(end - first));
}

#else

void PutDouble(Sink& sink, Spec, double) { sink.Put('?'); }

#endif

// The arguments by the size of their type, which is what `h`, `l`, `ll`, `z`, `j` and `t` come to.
size_t LengthModifier(const char*& p) {
  size_t bytes = sizeof(int);
  for (;; ++p) {
    switch (*p) {
      case 'h':
        break;
      case 'l':
        bytes = p[1] == 'l' || bytes == sizeof(long long) ? sizeof(long long) : sizeof(long);
        break;
      case 'z':
      case 't':
        bytes = sizeof(size_t);
        break;
      case 'j':
        bytes = sizeof(long long);
        break;
      default:
        return bytes;
    }
  }
}

void Format(Sink& sink, const char* p, va_list args) {
  for (; *p != '\0'; ++p) {
    if (*p != '%') {
      sink.Put(*p);
      continue;
    }
    Spec spec = {false, false, 0, -1};
    for (++p; *p == '-' || *p == '0' || *p == '+' || *p == ' ' || *p == '#'; ++p) {
      spec.left |= *p == '-';
      spec.zeros |= *p == '0';
    }
    if (*p == '*') {
      spec.width = va_arg(args, int);
      ++p;
    }
    for (; *p >= '0' && *p <= '9'; ++p) spec.width = (spec.width * 10 + *p - '0') & 0xFF;
    if (*p == '.') {
      spec.precision = 0;
      if (*++p == '*') {
        spec.precision = va_arg(args, int);
        ++p;
      }
      for (; *p >= '0' && *p <= '9'; ++p) spec.precision = (spec.precision * 10 + *p - '0') & 0xFF;
    }
    const size_t bytes = LengthModifier(p);
    char text[24];
    char* const end = text + sizeof(text);
    const char* first = end;
    const char* prefix = "";
    size_t length = 0;
    const int minimum = spec.precision < 0 ? 1 : (spec.precision > 20 ? 20 : spec.precision);
    switch (*p) {
      case '\0':
        return;
      case 'd':
      case 'i': {
        const int64_t value = bytes == 8 ? va_arg(args, long long) : va_arg(args, int);
        const uint64_t magnitude =
            value < 0 ? uint64_t{0} - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
        prefix = value < 0 ? "-" : "";
        first = Decimal(magnitude, minimum, end);
        length = static_cast<size_t>(end - first);
        break;
      }
      case 'u':
      case 'x':
      case 'X': {
        const uint64_t value = bytes == 8 ? va_arg(args, unsigned long long) : va_arg(args, unsigned);
        first = *p == 'u' ? Decimal(value, minimum, end) : Hexadecimal(value, minimum, *p == 'X', end);
        length = static_cast<size_t>(end - first);
        break;
      }
      case 'p':
        prefix = "0x";
        first = Hexadecimal(reinterpret_cast<uintptr_t>(va_arg(args, void*)), 1, false, end);
        length = static_cast<size_t>(end - first);
        break;
      case 'c':
        text[0] = static_cast<char>(va_arg(args, int));
        first = text;
        length = 1;
        spec.zeros = false;
        break;
      case 's':
        first = va_arg(args, const char*);
        if (first == nullptr) first = "(null)";
        while ((spec.precision < 0 || length < static_cast<size_t>(spec.precision)) && first[length] != '\0')
          ++length;
        spec.zeros = false;
        break;
      case 'f':
      case 'F':
      case 'e':
      case 'g':
        PutDouble(sink, spec, va_arg(args, double));
        continue;
      default:
        sink.Put(*p);
        continue;
    }
    PutPadded(sink, spec, prefix, first, length);
  }
}

}  // namespace

int MicroVsnprintf(char* buffer, size_t size, const char* format, va_list args) {
  Sink sink = {buffer, size, false};
  Format(sink, format, args);
  if (size != 0) buffer[sink.used] = '\0';
  return static_cast<int>(sink.total);
}

int MicroSnprintf(char* buffer, size_t size, const char* format, ...) {
  va_list args;
  va_start(args, format);
  const int length = MicroVsnprintf(buffer, size, format, args);
  va_end(args);
  return length;
}

void VMicroPrintf(const char* format, va_list args) {
  char buffer[64];
  Sink sink = {buffer, sizeof(buffer), true};
  Format(sink, format, args);
  sink.Put('\n');
  sink.Flush();
}

// Parenthesised against the macro of that name.
void(MicroPrintf)(const char* format, ...) {
  va_list args;
  va_start(args, format);
  VMicroPrintf(format, args);
  va_end(args);
}
