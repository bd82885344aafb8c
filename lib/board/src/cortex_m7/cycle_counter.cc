// SPDX-License-Identifier: Apache-2.0
// The DWT's CYCCNT, and SysTick as the coarse clock that cycle_extension.h asks for: on the core's clock, it
// interrupts every 2^24 cycles and counts. The handler must not read CYCCNT, since the last two reads of it
// are what a virtual board takes for a layer. It costs some 30 cycles in 16.8 million.
#include "guard.h"
#ifdef BOARD_CORTEX_M7

#include "core.h"
#include "cycle_extension.h"
#include "registers.h"

namespace {

volatile uint32_t ticks = 0;
cortex_m7::CycleExtension extension;

}  // namespace

extern "C" void SysTick_Handler() { ticks = ticks + 1; }

namespace cortex_m7 {

void cycle_counter_start() {
  DCB_DEMCR = DCB_DEMCR | DCB_DEMCR_TRCENA;
  DWT_LAR = DWT_LAR_UNLOCK;
  DWT_CYCCNT = 0;
  DWT_CTRL = DWT_CTRL | DWT_CTRL_CYCCNTENA;
  SYST_CSR = 0;
  SYST_RVR = (1u << CycleExtension::kTickShift) - 1;
  SYST_CVR = 0;
  SYST_CSR = SYST_CSR_ENABLE | SYST_CSR_TICKINT | SYST_CSR_CLKSOURCE;
}

uint64_t cycles() {
  const uint32_t counter = DWT_CYCCNT;
  return extension.extend(counter, ticks);
}

}  // namespace cortex_m7

#endif  // BOARD_CORTEX_M7
