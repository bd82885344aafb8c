// SPDX-License-Identifier: Apache-2.0
// What both boards do to their Cortex-M7. Only lib/board includes this, and the calibration image.
#ifndef LAYERSCOPE_BOARD_CORTEX_M7_CORE_H_
#define LAYERSCOPE_BOARD_CORTEX_M7_CORE_H_

#include <cstddef>
#include <cstdint>

// Start-up code that runs before code is copied to ITCM: it stays in flash and calls nothing that does not.
#define BOARD_STARTUP __attribute__((section(".startup"), noinline))
// Code that must not be fetched from flash while it runs.
#if defined(BOARD_TEENSY40)
#define BOARD_IN_ITCM __attribute__((section(".itcm"), noinline, long_call))
#else
#define BOARD_IN_ITCM
#endif

namespace cortex_m7 {

inline void data_synchronization_barrier() { __asm__ volatile("dsb 0xF" ::: "memory"); }
inline void instruction_synchronization_barrier() { __asm__ volatile("isb 0xF" ::: "memory"); }
inline void disable_interrupts() { __asm__ volatile("cpsid i" ::: "memory"); }
inline void enable_interrupts() { __asm__ volatile("cpsie i" ::: "memory"); }

// Copies and clears what the linker script's tables name.
void memory_initialise();

// Runs the static constructors.
void constructors_run();

// Invalidates both caches, then enables them and the branch predictor.
void caches_enable();

// Writes back what the data cache has changed, and empties both caches.
void caches_empty();

// One region of the memory protection unit. `size` is a power of two and `base` a multiple of it.
struct MpuRegion {
  uint32_t base;
  uint64_t size;
  uint32_t attributes;          // MPU_RASR_* without SIZE, SRD and ENABLE
  uint8_t disabled_subregions;  // a set bit leaves an eighth of the region out
};
constexpr uint32_t kMpuNoAccess = 0x10000000;     // AP none, XN
constexpr uint32_t kMpuTcmCode = 0x06080000;      // normal, not cached: TCMs bypass the caches; read-only
constexpr uint32_t kMpuTcmData = 0x13080000;      // the same, read-write, XN
constexpr uint32_t kMpuFlash = 0x060B0000;        // normal, write-back (C, B, TEX 1), read-only
constexpr uint32_t kMpuRam = 0x130B0000;          // normal, write-back and write-allocate, read-write, XN
constexpr uint32_t kMpuPeripherals = 0x13010000;  // device, shareable (B), read-write, XN

// Programs the regions in order, a later one having precedence, and enables the unit with no default map
// behind them.
void mpu_enable(const MpuRegion* regions, size_t count);

// Sets or disables one region while the unit is on; it must not hold what is executing.
void mpu_region_set(uint32_t number, const MpuRegion& region);
void mpu_region_clear(uint32_t number);

// Opens the DWT's lock, clears and starts CYCCNT, and starts the SysTick that tells its wraps apart.
void cycle_counter_start();

uint64_t cycles();

void interrupt_enable(unsigned number);

[[noreturn]] void reset();

// A report that a fault is being made writes through this, which waits a bounded time and needs no interrupt.
using FaultWriter = void (*)(const char* text, size_t length);
void fault_writer_set(FaultWriter writer);

// Ends an impossible situation (abort, pure virtual call) with a report and a reset.
[[noreturn]] void halt_with_report(const char* sentence);

}  // namespace cortex_m7

extern "C" {
void SysTick_Handler();
void fault_entry();     // HardFault, MemManage, BusFault, UsageFault
void unused_handler();  // NMI, SVCall, PendSV, DebugMonitor and interrupts nobody enabled
}

#endif  // LAYERSCOPE_BOARD_CORTEX_M7_CORE_H_
