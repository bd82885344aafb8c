// SPDX-License-Identifier: Apache-2.0
// From the boot ROM to main.
#ifdef BOARD_TEENSY40

#include <cstdint>

#include "../board.h"
#include "../cortex_m7/core.h"
#include "internal.h"
#include "registers.h"

int main();

extern "C" {
extern uint32_t __stack_top[];
void reset_handler();
[[noreturn]] void start_with_stack();
}

namespace {

using Handler = void (*)();

struct VectorTable {
  const uint32_t* stack_top;
  Handler exceptions[15];
  Handler interrupts[160];  // chapter "Interrupts, DMA Events and XBAR Assignments"
};

constexpr VectorTable make_vectors() {
  VectorTable table = {
      __stack_top,
      {reset_handler, unused_handler, fault_entry, fault_entry, fault_entry, fault_entry, nullptr, nullptr,
       nullptr, nullptr, unused_handler, unused_handler, nullptr, unused_handler, SysTick_Handler},
      {}};
  for (Handler& interrupt : table.interrupts) interrupt = unused_handler;
  table.interrupts[NVIC_LPUART2_IRQ] = LPUART2_IRQHandler;
  table.interrupts[NVIC_LPUART6_IRQ] = LPUART6_IRQHandler;
  return table;
}

__attribute__((section(".vectors"), used)) constexpr VectorTable kVectors = make_vectors();

// A later region has precedence. Region 0 is there because the Cortex-M7 reads ahead speculatively, and what
// it may not touch it does not read ahead. Below the stack, at the bottom of DTCM, lies nothing: region 0 is
// its guard.
constexpr cortex_m7::MpuRegion kRegions[] = {
    {0x00000000, 1ull << 32, cortex_m7::kMpuNoAccess, 0}, {0x00000000, 512 << 10, cortex_m7::kMpuTcmCode, 0},
    {0x20000000, 512 << 10, cortex_m7::kMpuTcmData, 0},   {0x20200000, 512 << 10, cortex_m7::kMpuRam, 0},
    {0x40000000, 4 << 20, cortex_m7::kMpuPeripherals, 0}, {0x60000000, 2 << 20, cortex_m7::kMpuFlash, 0},
    {0x00000000, 256, cortex_m7::kMpuNoAccess, 0},  // null pointers
};

uint32_t core_hz = 0;
const char* notes = "";

// No watchdog runs, since a slow network may well run for longer than any of the three can be told to wait.
// WDOG1 and WDOG2 only power down what is not enabled (PDE); RTWDOG is on after reset, and its settings open
// for a few cycles only after the key.
BOARD_STARTUP void watchdogs_stop() {
  WDOG1_WMCR = WDOG1_WMCR & static_cast<uint16_t>(~WDOG_WMCR_PDE);
  WDOG2_WMCR = WDOG2_WMCR & static_cast<uint16_t>(~WDOG_WMCR_PDE);
  if ((RTWDOG_CS & RTWDOG_CS_EN) != 0) {
    RTWDOG_CNT = RTWDOG_CNT_UNLOCK;
    RTWDOG_TOVAL = 0xFFFF;
    RTWDOG_CS = (RTWDOG_CS & ~RTWDOG_CS_EN) | RTWDOG_CS_UPDATE;
  }
}

}  // namespace

// The boot ROM's stack may lie in the FlexRAM that is about to be divided, so nothing is pushed before that
// is done. The division (GPR17, from the linker script) takes effect with GPR16; GPR14 states both sizes as
// their maximum of 512 KB.
extern "C" BOARD_STARTUP __attribute__((naked)) void reset_handler() {
  __asm__ volatile(
      "cpsid i\n"
      "ldr r0, =0x400AC044\n"  // IOMUXC_GPR_GPR17
      "ldr r1, =__flexram_banks\n"
      "str r1, [r0]\n"
      "ldr r0, =0x400AC040\n"  // IOMUXC_GPR_GPR16: INIT_VTOR, FLEXRAM_BANK_CFG_SEL, both TCMs on
      "ldr r1, =0x00200007\n"
      "str r1, [r0]\n"
      "ldr r0, =0x400AC038\n"  // IOMUXC_GPR_GPR14
      "ldr r1, =0x00AA0000\n"
      "str r1, [r0]\n"
      "dsb\n"
      "isb\n"
      "ldr r0, =__stack_top\n"
      "msr msp, r0\n"
      "isb\n"
      "b start_with_stack\n");
}

extern "C" BOARD_STARTUP void start_with_stack() {
  SCB_CPACR = SCB_CPACR | SCB_CPACR_CP10_CP11_FULL;
  // The boot ROM leaves SysTick running, and may leave interrupts enabled.
  SYST_CSR = 0;
  SCB_ICSR = SCB_ICSR_PENDSTCLR;
  for (uint32_t n = 0; n < 5; ++n) {
    NVIC_ICER(n) = 0xFFFFFFFF;
    NVIC_ICPR(n) = 0xFFFFFFFF;
  }
  cortex_m7::data_synchronization_barrier();
  cortex_m7::instruction_synchronization_barrier();
  watchdogs_stop();
  cortex_m7::memory_initialise();
  SCB_VTOR = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(&kVectors));
  SCB_SHCSR = SCB_SHCSR | SCB_SHCSR_MEMFAULTENA | SCB_SHCSR_BUSFAULTENA | SCB_SHCSR_USGFAULTENA;
  SCB_CCR = SCB_CCR | SCB_CCR_DIV_0_TRP;
  cortex_m7::data_synchronization_barrier();
  const teensy40::Clocks clocks = teensy40::clocks_start();
  core_hz = clocks.core_hz;
  notes = clocks.notes;
  cortex_m7::mpu_enable(kRegions, sizeof(kRegions) / sizeof(kRegions[0]));
  cortex_m7::caches_enable();
  teensy40::serial_start();
  cortex_m7::fault_writer_set(board::console_write);
  cortex_m7::cycle_counter_start();
  cortex_m7::constructors_run();
  cortex_m7::enable_interrupts();
  main();
  cortex_m7::halt_with_report("main() returned");
}

namespace board {

const char* name() { return "teensy40"; }
uint32_t core_clock_hz() { return core_hz; }
const char* start_up_notes() { return notes; }
uint64_t cycles() { return cortex_m7::cycles(); }
void reset() { cortex_m7::reset(); }

bool enter_programming_mode() {
  flush();
  // The board's bootloader chip watches for this breakpoint over JTAG and takes over. Should it not, the core
  // takes it for a fault, and resets with a report.
  __asm__ volatile("bkpt #251");
  return false;
}

}  // namespace board

#endif  // BOARD_TEENSY40
