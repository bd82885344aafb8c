// SPDX-License-Identifier: Apache-2.0
// HardFault, MemManage, BusFault and UsageFault: a report on the console, then a reset.
#include "guard.h"
#ifdef BOARD_CORTEX_M7

#include "../board.h"
#include "core.h"
#include "registers.h"

extern "C" {
extern uint32_t __stack_limit[], __fault_stack_top[];
uint32_t fault_saved_registers[8];  // R4 to R11
[[noreturn]] void fault_report(const uint32_t* frame, uint32_t exc_return);
}

// The stack may be what is at fault, so the report has one of its own.
extern "C" __attribute__((naked)) void fault_entry() {
  __asm__ volatile(
      "tst lr, #4\n"
      "ite eq\n"
      "mrseq r0, msp\n"
      "mrsne r0, psp\n"
      "mov r1, lr\n"
      "ldr r2, =fault_saved_registers\n"
      "stmia r2, {r4-r11}\n"
      "ldr r3, =__fault_stack_top\n"
      "mov sp, r3\n"
      "b fault_report\n");
}

namespace {

cortex_m7::FaultWriter fault_writer = nullptr;
volatile bool reporting = false;

void write(const char* text) {
  size_t length = 0;
  while (text[length] != '\0') ++length;
  if (fault_writer != nullptr) fault_writer(text, length);
}

void write_register(const char* name, uint32_t value) {
  char digits[11] = "0x00000000";
  for (int i = 9; i >= 2; --i, value >>= 4) digits[i] = "0123456789ABCDEF"[value & 15];
  write(name);
  write(digits);
}

struct Cause {
  uint32_t bit;
  const char* sentence;
};

// In the order in which a report is most helpful: what started it before what followed.
constexpr Cause kCauses[] = {
    {SCB_CFSR_MSTKERR, "the stack overflowed: saving registers for an exception touched forbidden memory"},
    {SCB_CFSR_MLSPERR, "the stack overflowed: saving floating-point registers touched forbidden memory"},
    {SCB_CFSR_MUNSTKERR, "returning from an exception read forbidden memory: the stack pointer is damaged"},
    {SCB_CFSR_DACCVIOL, "a load or store touched memory that it may not"},
    {SCB_CFSR_IACCVIOL, "execution reached memory that holds no code: a null or stray function pointer"},
    {SCB_CFSR_STKERR, "saving registers for an exception failed on the bus: the stack pointer is damaged"},
    {SCB_CFSR_LSPERR, "saving floating-point registers failed on the bus: the stack pointer is damaged"},
    {SCB_CFSR_UNSTKERR, "returning from an exception failed on the bus: the stack pointer is damaged"},
    {SCB_CFSR_PRECISERR, "a load or store was refused by the bus, for lack of memory there or of a clock"},
    {SCB_CFSR_IMPRECISERR, "an earlier store was refused by the bus; pc is some instructions after it"},
    {SCB_CFSR_IBUSERR, "an instruction fetch was refused by the bus: a stray function pointer"},
    {SCB_CFSR_UNDEFINSTR, "an undefined instruction was executed"},
    {SCB_CFSR_INVSTATE, "a jump to an even address: Thumb code has odd ones; a stray function pointer"},
    {SCB_CFSR_INVPC, "an exception returned to an invalid state: the stack is damaged"},
    {SCB_CFSR_NOCP, "a floating-point instruction was executed with the FPU off"},
    {SCB_CFSR_UNALIGNED, "an access that must be aligned was not"},
    {SCB_CFSR_DIVBYZERO, "an integer was divided by zero"},
};

// The lowest byte of CFSR is MemManage's status, the next BusFault's, the upper half UsageFault's.
const char* kind_of(uint32_t cfsr) {
  if ((cfsr & 0xFF) != 0) return "MemManage fault";
  if ((cfsr & 0xFF00) != 0) return "BusFault";
  return cfsr != 0 ? "UsageFault" : "HardFault";
}

const char* sentence_for(uint32_t cfsr, uint32_t hfsr) {
  for (const Cause& cause : kCauses) {
    if ((cfsr & cause.bit) != 0) return cause.sentence;
  }
  if ((hfsr & SCB_HFSR_VECTTBL) != 0) return "reading the vector table failed";
  return "an exception that nothing handles, or a breakpoint without a debugger";
}

// The address that was touched, and what it tells.
void write_address(uint32_t cfsr, uint32_t mmfar, uint32_t bfar) {
  if ((cfsr & SCB_CFSR_BFARVALID) != 0) write_register(", at ", bfar);
  if ((cfsr & SCB_CFSR_MMARVALID) == 0) return;
  write_register(", at ", mmfar);
  constexpr uint32_t kNullTrapBytes = 256;
  constexpr uint32_t kFrameBytesAtMost = 4096;  // of a function that steps over the stack's end in one go
  const uint32_t stack_end = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(__stack_limit));
  if (mmfar < kNullTrapBytes) write(" (a null pointer)");
  if (mmfar < stack_end && stack_end - mmfar <= kFrameBytesAtMost) write(" (beyond the stack's end)");
}

}  // namespace

extern "C" void fault_report(const uint32_t* frame, uint32_t exc_return) {
  // A fault inside the report: the console is not to be had.
  if (reporting) cortex_m7::reset();
  reporting = true;
  cortex_m7::disable_interrupts();
  const uint32_t cfsr = SCB_CFSR;
  const uint32_t hfsr = SCB_HFSR;
  const uint32_t mmfar = SCB_MMFAR;
  const uint32_t bfar = SCB_BFAR;
  write("\r\n");
  write(kind_of(cfsr));
  write_register(", fault status ", cfsr);
  write(": ");
  write(sentence_for(cfsr, hfsr));
  write_address(cfsr, mmfar, bfar);
  write(".\r\n");
  const bool frame_readable = frame >= __stack_limit && frame + 8 <= __fault_stack_top;
  if (frame_readable) {
    write_register("pc ", frame[6]);
    write_register(" lr ", frame[5]);
    write_register(" sp ", static_cast<uint32_t>(reinterpret_cast<uintptr_t>(frame)));
    write_register(" psr ", frame[7]);
    write_register("\r\nr0 ", frame[0]);
    write_register(" r1 ", frame[1]);
    write_register(" r2 ", frame[2]);
    write_register(" r3 ", frame[3]);
    write_register(" r12 ", frame[4]);
  } else {
    write_register("No stack frame at sp ", static_cast<uint32_t>(reinterpret_cast<uintptr_t>(frame)));
  }
  write_register("\r\nr4 ", fault_saved_registers[0]);
  write_register(" r5 ", fault_saved_registers[1]);
  write_register(" r6 ", fault_saved_registers[2]);
  write_register(" r7 ", fault_saved_registers[3]);
  write_register("\r\nr8 ", fault_saved_registers[4]);
  write_register(" r9 ", fault_saved_registers[5]);
  write_register(" r10 ", fault_saved_registers[6]);
  write_register(" r11 ", fault_saved_registers[7]);
  write_register("\r\nCFSR ", cfsr);
  write_register(" HFSR ", hfsr);
  write_register(" MMFAR ", mmfar);
  write((cfsr & SCB_CFSR_MMARVALID) != 0 ? "" : " (not valid)");
  write_register(" BFAR ", bfar);
  write((cfsr & SCB_CFSR_BFARVALID) != 0 ? "" : " (not valid)");
  write_register(" EXC_RETURN ", exc_return);
  write("\r\nResetting...\r\n");
  board::flush();
  cortex_m7::reset();
}

extern "C" void unused_handler() { cortex_m7::halt_with_report("an interrupt that nothing handles"); }

namespace cortex_m7 {

void fault_writer_set(FaultWriter writer) { fault_writer = writer; }

void halt_with_report(const char* sentence) {
  disable_interrupts();
  write_register("\r\nStopped, fault status ", SCB_CFSR);
  write(": ");
  write(sentence);
  write_register(" (ICSR ", SCB_ICSR);
  write(").\r\nResetting...\r\n");
  board::flush();
  reset();
}

}  // namespace cortex_m7

#endif  // BOARD_CORTEX_M7
