// SPDX-License-Identifier: Apache-2.0
// What the compiler and newlib expect of a system. There is no heap and the program never ends: whatever
// would need either stops with a report instead of pulling in an allocator.
#include "guard.h"
#ifdef BOARD_CORTEX_M7

#include <cstddef>

#include "core.h"

extern "C" {

void* __dso_handle = nullptr;

// Destructors of static objects never run.
int __aeabi_atexit(void*, void (*)(void*), void*) { return 0; }
int __cxa_atexit(void (*)(void*), void*, void*) { return 0; }
int atexit(void (*)()) { return 0; }

[[noreturn]] void __cxa_pure_virtual() { cortex_m7::halt_with_report("a pure virtual function was called"); }
[[noreturn]] void __cxa_deleted_virtual() { cortex_m7::halt_with_report("a deleted function was called"); }
[[noreturn]] void abort() { cortex_m7::halt_with_report("abort() was called"); }
[[noreturn]] void __assert_func(const char*, int, const char*, const char*) {
  cortex_m7::halt_with_report("an assertion failed");
}

// newlib's, for long strings, are 950 bytes. The compiler must not see a strlen() in its own loop.
#define NO_LIBRARY_LOOPS __attribute__((optimize("no-tree-loop-distribute-patterns")))

NO_LIBRARY_LOOPS size_t strlen(const char* text) {
  size_t length = 0;
  while (text[length] != '\0') ++length;
  return length;
}

NO_LIBRARY_LOOPS int strcmp(const char* a, const char* b) {
  for (; *a == *b && *a != '\0'; ++a) ++b;
  return static_cast<unsigned char>(*a) - static_cast<unsigned char>(*b);
}

}  // extern "C"

// A virtual destructor mentions them; nothing was allocated, so nothing is freed.
void operator delete(void*) noexcept {}
void operator delete(void*, size_t) noexcept {}

#endif  // BOARD_CORTEX_M7
