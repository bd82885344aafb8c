// SPDX-License-Identifier: Apache-2.0
// 64-bit cycle counts from the 32-bit CYCCNT, which wraps every 19.9 s at 216 MHz and every 7.2 s at 600 MHz.
//
// The difference of two reads tells the time between them modulo 2^32 only, and a slow layer may take longer.
// So a second, coarse clock runs beside it: SysTick, on the same core clock, interrupts every 2^24 cycles and
// counts. Its count tells the time between two reads to within 2^24 cycles either way (an interrupt may be
// late by the reading itself or by a masked stretch, never by a whole period), which is far finer than 2^32:
// rounding gives the number of whole wraps exactly. The handler must not read CYCCNT, since the last two
// reads of it are what a virtual board takes for a layer. It costs some 30 cycles in 16.8 million.
#include "guard.h"
#ifdef BOARD_CORTEX_M7

#include "core.h"
#include "registers.h"

namespace {

constexpr uint32_t kTickShift = 24;
volatile uint32_t ticks = 0;

uint64_t last_cycles = 0;
uint32_t last_ticks = 0;

}  // namespace

extern "C" void SysTick_Handler() { ticks = ticks + 1; }

namespace cortex_m7 {

void cycle_counter_start() {
  DCB_DEMCR = DCB_DEMCR | DCB_DEMCR_TRCENA;
  DWT_LAR = DWT_LAR_UNLOCK;
  DWT_CYCCNT = 0;
  DWT_CTRL = DWT_CTRL | DWT_CTRL_CYCCNTENA;
  SYST_CSR = 0;
  SYST_RVR = (1u << kTickShift) - 1;
  SYST_CVR = 0;
  SYST_CSR = SYST_CSR_ENABLE | SYST_CSR_TICKINT | SYST_CSR_CLKSOURCE;
}

uint64_t cycles() {
  const uint32_t now = DWT_CYCCNT;
  const uint32_t now_ticks = ticks;
  const uint32_t remainder = now - static_cast<uint32_t>(last_cycles);
  const uint64_t coarse = static_cast<uint64_t>(now_ticks - last_ticks) << kTickShift;
  const uint64_t rounded = coarse + (1ull << 31);
  const uint64_t wraps = rounded > remainder ? (rounded - remainder) >> 32 : 0;
  last_cycles += (wraps << 32) + remainder;
  last_ticks = now_ticks;
  return last_cycles;
}

}  // namespace cortex_m7

#endif  // BOARD_CORTEX_M7
