// SPDX-License-Identifier: Apache-2.0
#ifndef LAYERSCOPE_TEST_SEMIHOSTING_H_
#define LAYERSCOPE_TEST_SEMIHOSTING_H_

// Start-up and input/output of test programs that run in qemu-system-arm -M mps2-an500 -semihosting.
// Operation numbers: Arm's "Semihosting for AArch32 and AArch64", section 6. To be included by the file that
// has main().

#include <cstddef>
#include <cstdint>
#include <cstring>

int main(int argc, char* argv[]);

namespace semihosting {

inline int Call(int operation, const void* argument) {
  register int r0 asm("r0") = operation;
  register const void* r1 asm("r1") = argument;
  asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

inline void Write(const char* text) { Call(0x04, text); }

[[noreturn]] inline void Exit(bool success) {
  // ADP_Stopped_ApplicationExit, or ADP_Stopped_RunTimeErrorUnknown.
  Call(0x18, reinterpret_cast<const void*>(success ? 0x20026 : 0x20023));
  for (;;) {
  }
}

// The arguments after the program's name; empty when there are none.
inline const char* Arguments(char* buffer, size_t size) {
  const uint32_t block[] = {reinterpret_cast<uint32_t>(buffer), static_cast<uint32_t>(size)};
  if (Call(0x15, block) != 0) return "";
  const char* space = strchr(buffer, ' ');
  return space == nullptr ? "" : space + 1;
}

// Reads a whole file; its length, or 0 when it cannot be read.
inline size_t ReadFile(const char* path, uint8_t* memory, size_t size) {
  const uint32_t open[] = {reinterpret_cast<uint32_t>(path), 1, strlen(path)};
  const uint32_t handle = static_cast<uint32_t>(Call(0x01, open));
  if (static_cast<int32_t>(handle) < 0) return 0;
  const int length = Call(0x0C, &handle);
  const uint32_t read[] = {handle, reinterpret_cast<uint32_t>(memory), static_cast<uint32_t>(length)};
  const bool fits = length > 0 && static_cast<size_t>(length) <= size;
  const bool done = fits && Call(0x06, read) == 0;
  Call(0x02, &handle);
  return done ? static_cast<size_t>(length) : 0;
}

}  // namespace semihosting

extern "C" {

extern uint32_t _stack_top[];

inline void Fault() {
  semihosting::Write("the core took a fault\n");
  semihosting::Exit(false);
}

void Reset() {
  // Full access to the floating-point unit (CPACR), before the first floating-point instruction.
  *reinterpret_cast<volatile uint32_t*>(0xE000ED88) |= 0x00F00000;
  asm volatile("dsb\n isb");
  semihosting::Exit(main(0, nullptr) == 0);
}

__attribute__((section(".vectors"), used)) void* const kVectors[16] = {
    _stack_top,
    reinterpret_cast<void*>(Reset),
    reinterpret_cast<void*>(Fault),
    reinterpret_cast<void*>(Fault),
    reinterpret_cast<void*>(Fault),
    reinterpret_cast<void*>(Fault),
    reinterpret_cast<void*>(Fault),
};

}  // extern "C"

#endif  // LAYERSCOPE_TEST_SEMIHOSTING_H_
