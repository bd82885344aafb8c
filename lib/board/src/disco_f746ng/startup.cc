// SPDX-License-Identifier: Apache-2.0
// From reset to main. The independent and the window watchdog are left as reset leaves them: off, since a
// slow network may well run for longer than either can be told to wait. (An option byte can start IWDG in
// hardware; boards ship without.)
#ifdef BOARD_DISCO_F746NG

#include <cstdint>

#include "../board.h"
#include "../cortex_m7/core.h"
#include "internal.h"
#include "registers.h"

int main();

extern "C" {
extern uint32_t __stack_top[];
[[noreturn]] void reset_handler();
}

namespace {

using Handler = void (*)();

struct VectorTable {
  const uint32_t* stack_top;
  Handler exceptions[15];
  Handler interrupts[98];  // RM0385 section 10.1.2
};

constexpr VectorTable make_vectors() {
  VectorTable table = {
      __stack_top,
      {reset_handler, unused_handler, fault_entry, fault_entry, fault_entry, fault_entry, nullptr, nullptr,
       nullptr, nullptr, unused_handler, unused_handler, nullptr, unused_handler, SysTick_Handler},
      {}};
  for (Handler& interrupt : table.interrupts) interrupt = unused_handler;
  table.interrupts[NVIC_USART1_IRQ] = USART1_IRQHandler;
  table.interrupts[NVIC_USART6_IRQ] = USART6_IRQHandler;
  table.interrupts[NVIC_UART7_IRQ] = UART7_IRQHandler;
  return table;
}

__attribute__((section(".vectors"), used)) constexpr VectorTable kVectors = make_vectors();

// A later region has precedence. Region 0 is there because the Cortex-M7 reads ahead speculatively, and what
// it may not touch it does not read ahead. Below the stack, at the bottom of DTCM, lies nothing: region 0 is
// its guard.
constexpr cortex_m7::MpuRegion kRegions[] = {
    {0x00000000, 1ull << 32, cortex_m7::kMpuNoAccess, 0},
    {0x00000000, 16 << 10, cortex_m7::kMpuTcmCode, 0},
    {0x08000000, 1 << 20, cortex_m7::kMpuFlash, 0},
    {0x20000000, 64 << 10, cortex_m7::kMpuTcmData, 0},
    {0x20000000, 512 << 10, cortex_m7::kMpuRam, 0xE1},  // 64K to 320K: SRAM1 and SRAM2
    {0x40000000, 512 << 10, cortex_m7::kMpuPeripherals, 0},
    {0x00000000, 256, cortex_m7::kMpuNoAccess, 0},  // null pointers
};
static_assert(sizeof(kRegions) / sizeof(kRegions[0]) <= disco_f746ng::kSdramMpuRegion);

uint32_t core_hz = 16'000'000;
const char* notes = "";

}  // namespace

extern "C" BOARD_STARTUP void reset_handler() {
  SCB_CPACR = SCB_CPACR | SCB_CPACR_CP10_CP11_FULL;
  cortex_m7::data_synchronization_barrier();
  cortex_m7::instruction_synchronization_barrier();
  SCB_VTOR = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(&kVectors));
  SCB_SHCSR = SCB_SHCSR | SCB_SHCSR_MEMFAULTENA | SCB_SHCSR_BUSFAULTENA | SCB_SHCSR_USGFAULTENA;
  SCB_CCR = SCB_CCR | SCB_CCR_DIV_0_TRP;
  cortex_m7::memory_initialise();
  const disco_f746ng::Clocks clocks = disco_f746ng::clocks_start();
  core_hz = clocks.core_hz;
  notes = clocks.notes;
  cortex_m7::mpu_enable(kRegions, sizeof(kRegions) / sizeof(kRegions[0]));
  cortex_m7::caches_enable();
  disco_f746ng::serial_start(clocks);
  cortex_m7::fault_writer_set(board::console_write);
  cortex_m7::cycle_counter_start();
  cortex_m7::constructors_run();
  main();
  cortex_m7::halt_with_report("main() returned");
}

namespace board {

const char* name() { return "disco_f746ng"; }
uint32_t core_clock_hz() { return core_hz; }
const char* start_up_notes() { return notes; }
uint64_t cycles() { return cortex_m7::cycles(); }
void reset() { cortex_m7::reset(); }
bool enter_programming_mode() { return false; }

}  // namespace board

#endif  // BOARD_DISCO_F746NG
