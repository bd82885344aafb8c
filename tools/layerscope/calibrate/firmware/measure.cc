// SPDX-License-Identifier: Apache-2.0
#include "measure.h"

#include "board.h"
#include "cortex_m7/core.h"
#include "cortex_m7/registers.h"
#include "settings.h"

// The interval between the last two reads of CYCCNT was run `index`: a virtual board keeps its causes.
extern "C" __attribute__((noinline)) void layerscope_layer_end(uint32_t index) {
  __asm__ volatile("" : : "r"(index) : "memory");
}

namespace calibrate {
namespace {

constexpr uint32_t kMpuAccess = 7u << 24;
// RM0385 section 2.2.2: the flash on the AXI bus, and on the ITCM bus.
constexpr uint32_t kFlashOnAxi = 0x08000000, kFlashOnItcm = 0x00200000;

uint32_t address_of(const void* pointer) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pointer));
}

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

__attribute__((aligned(32))) BOARD_LARGE_BSS uint32_t ram_code[kRamCodeBytes / 4];

void* regions[kMemories] = {dtcm_region, const_cast<uint32_t*>(calibrate_flash), ram_region, nullptr};

uint32_t cache_geometry(uint32_t selected) {
  SCB_CSSELR = selected;  // level 1; bit 0: instructions
  cortex_m7::data_synchronization_barrier();
  return SCB_CCSIDR;
}

// Empties the caches and the branch predictor, which knows what stood here before.
void forget() {
  SCB_BPIALL = 0;
  cortex_m7::caches_empty();
}

const uint32_t* copy(const Piece& piece, volatile uint32_t* to) {
  for (uint32_t n = 0; n < piece.bytes / 4; ++n) to[n] = piece.code[n];
  return const_cast<const uint32_t*>(to);
}

// Puts the code where it is to run; null if that place is too small.
Code put(const Piece& piece) {
  uint32_t at = 0;
  switch (piece.place) {
    case kInItcm:
      if (piece.bytes > kCodeBytes) return nullptr;
      at = address_of(copy(piece, calibrate_code));
      break;
    case kInFlash:
      at = address_of(piece.code);
      break;
    case kInFlashAlias:
      at = address_of(piece.code) - kFlashOnAxi + kFlashOnItcm;
      break;
    case kInRam:
      if (piece.bytes > kRamCodeBytes) return nullptr;
      at = address_of(copy(piece, ram_code));
      break;
  }
  forget();
  return reinterpret_cast<Code>(static_cast<uintptr_t>(at | 1));  // Thumb
}

void caches_switch(bool on) {
  cortex_m7::caches_empty();
  constexpr uint32_t kBoth = SCB_CCR_IC | SCB_CCR_DC;
  SCB_CCR = on ? SCB_CCR | kBoth : SCB_CCR & ~kBoth;
  cortex_m7::data_synchronization_barrier();
  cortex_m7::instruction_synchronization_barrier();
}

uint32_t run_once(const Piece& piece, Code code, uint32_t run) {
  if ((piece.flags & kCold) != 0) forget();
  const uint32_t cycles = code(run, regions[piece.memory], dtcm_region, inputs);
  layerscope_layer_end(static_cast<uint32_t>(&piece - calibrate_pieces));
  return cycles;
}

}  // namespace

void start() {
  const uint32_t count = (MPU_TYPE >> 8) & 0xFF;
  cortex_m7::data_synchronization_barrier();
  for (uint32_t number = 0; number < count; ++number) {
    MPU_RNR = number;
    const uint32_t attributes = MPU_RASR, base = MPU_RBAR & ~31u, access = attributes & kMpuAccess;
    // lib/board lets nobody write code or run data; here code changes with each row.
    if (base == 0 && access == MPU_RASR_AP_READ_ONLY) {
      MPU_RASR = (attributes & ~kMpuAccess) | MPU_RASR_AP_READ_WRITE;
    } else if ((attributes & (MPU_RASR_C | MPU_RASR_XN)) == (MPU_RASR_C | MPU_RASR_XN)) {
      MPU_RASR = attributes & ~MPU_RASR_XN;
    }
#if defined(BOARD_DISCO_F746NG)
    // The trap for null pointers gives its region, the last one, to the flash's second address.
    if (base == 0 && access == MPU_RASR_AP_NONE && (attributes >> MPU_RASR_SIZE_SHIFT & 31) == 7) {
      cortex_m7::mpu_region_set(number, {kFlashOnItcm, 1 << 20, cortex_m7::kMpuTcmCode, 0});
    }
#endif
  }
  cortex_m7::data_synchronization_barrier();
  cortex_m7::instruction_synchronization_barrier();
}

const char* measure(const Piece& piece, uint32_t runs, uint32_t* cycles) {
  if (piece.memory == kSdram && regions[kSdram] == nullptr) {
    regions[kSdram] = board::reserve("sdram", kRegionBytes);
  }
  if (piece.memory >= kMemories || regions[piece.memory] == nullptr) return "its memory did not start";
  const Code code = put(piece);
  if (code == nullptr) return "its code is too long for its place";
  // Once for all runs: the flash's accelerator is emptied on the way.
  cortex_m7::disable_interrupts();
  const Settings usual = settings_choose(piece);
  if ((piece.flags & kUncached) != 0) caches_switch(false);
  for (uint32_t run = 0; run < runs; ++run) cycles[run] = run_once(piece, code, run);
  if ((piece.flags & kUncached) != 0) caches_switch(true);
  settings_restore(piece, usual);
  cortex_m7::enable_interrupts();
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
