// SPDX-License-Identifier: Apache-2.0
#include "measure.h"

#include "board.h"
#include "cortex_m7/core.h"
#include "cortex_m7/registers.h"

// The interval between the last two reads of CYCCNT was run `index`: a virtual board keeps its causes.
extern "C" __attribute__((noinline)) void layerscope_layer_end(uint32_t index) {
  __asm__ volatile("" : : "r"(index) : "memory");
}

namespace calibrate {
namespace {

// r0: the number of the run; r1: the memory that the code goes through; r2: DTCM; r3: values that are read
// again and again. Gives the cycles between its two reads of CYCCNT.
using Code = uint32_t (*)(uint32_t run, void* region, void* dtcm, void* inputs);

__attribute__((aligned(32))) BOARD_FAST_BSS uint32_t dtcm_region[kRegionBytes / 4];
__attribute__((aligned(32))) BOARD_LARGE_BSS uint32_t ram_region[kRegionBytes / 4];
#if defined(BOARD_DISCO_F746NG)
// Where the published measurement had them.
__attribute__((aligned(32))) BOARD_LARGE_BSS uint32_t inputs[kInputsBytes / 4];
#else
__attribute__((aligned(32))) BOARD_FAST_BSS uint32_t inputs[kInputsBytes / 4];
#endif

void* regions[kMemories] = {dtcm_region, const_cast<uint32_t*>(calibrate_flash), ram_region, nullptr};

uint32_t cache_geometry(uint32_t selected) {
  SCB_CSSELR = selected;  // level 1; bit 0: instructions
  cortex_m7::data_synchronization_barrier();
  return SCB_CCSIDR;
}

Code place(const Piece& piece) {
  const uint32_t* code = piece.code;
  if ((piece.flags & kInPlace) == 0) {
    volatile uint32_t* to = calibrate_code;
    for (uint32_t n = 0; n < piece.bytes / 4; ++n) to[n] = code[n];
    code = calibrate_code;
  }
  cortex_m7::data_synchronization_barrier();
  SCB_BPIALL = 0;
  cortex_m7::instruction_synchronization_barrier();
  return reinterpret_cast<Code>(reinterpret_cast<uintptr_t>(code) | 1);  // Thumb
}

}  // namespace

void start() {
  // lib/board lets nobody write code; here it changes with each row.
  constexpr uint32_t kAccess = 7u << 24;
  const uint32_t count = (MPU_TYPE >> 8) & 0xFF;
  for (uint32_t number = 0; number < count; ++number) {
    MPU_RNR = number;
    const uint32_t attributes = MPU_RASR;
    if ((MPU_RBAR & ~31u) == 0 && (attributes & kAccess) == MPU_RASR_AP_READ_ONLY) {
      MPU_RASR = (attributes & ~kAccess) | MPU_RASR_AP_READ_WRITE;
    }
  }
  cortex_m7::data_synchronization_barrier();
  cortex_m7::instruction_synchronization_barrier();
  regions[kSdram] = board::reserve("sdram", kRegionBytes);
}

const char* measure(const Piece& piece, uint32_t runs, uint32_t* cycles) {
  if ((piece.flags & kInPlace) == 0 && piece.bytes > kCodeBytes) return "its code is too long for its place";
  if (piece.memory >= kMemories || regions[piece.memory] == nullptr) return "its memory did not start";
  const Code code = place(piece);
  for (uint32_t run = 0; run < runs; ++run) {
    cortex_m7::disable_interrupts();
    if ((piece.flags & kCold) != 0) cortex_m7::caches_empty();
    cycles[run] = code(run, regions[piece.memory], dtcm_region, inputs);
    layerscope_layer_end(static_cast<uint32_t>(&piece - calibrate_pieces));
    cortex_m7::enable_interrupts();
  }
  return nullptr;
}

Identity identity() {
  const uint32_t data = cache_geometry(0), instruction = cache_geometry(1);
#if defined(BOARD_DISCO_F746NG)
  return {SCB_CPUID,
          MMIO32(0xE0042000),  // DBGMCU_IDCODE: RM0385 section 40.6.1
          instruction,
          data,
          {{"FLASH_ACR", MMIO32(0x40023C00)}, {"RCC_CFGR", MMIO32(0x40023808)}}};
#else
  return {SCB_CPUID,
          MMIO32(0x400D8260),  // USB_ANALOG_DIGPROG: IMXRT1060RM, USB analog
          instruction,
          data,
          // FlexSPI's clock: its source and divider, and the fraction of PLL3 that it may come from.
          {{"CCM_CSCMR1", MMIO32(0x400FC01C)}, {"CCM_ANALOG_PFD_480", MMIO32(0x400D80F0)}}};
#endif
}

}  // namespace calibrate
