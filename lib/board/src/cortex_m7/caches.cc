// SPDX-License-Identifier: Apache-2.0
#include "guard.h"
#ifdef BOARD_CORTEX_M7

#include "core.h"
#include "registers.h"

namespace cortex_m7 {
namespace {

// The level 1 data cache's geometry is the core's own answer (CCSIDR, DDI0403E B4.8.4: ways - 1 in bits 12:3,
// sets - 1 in bits 27:13), since the two boards differ.
__attribute__((always_inline)) inline void for_every_data_line(volatile uint32_t& operation) {
  SCB_CSSELR = 0;  // level 1, data
  data_synchronization_barrier();
  const uint32_t ccsidr = SCB_CCSIDR;
  const uint32_t line_shift = (ccsidr & 7) + 4;
  const uint32_t last_way = (ccsidr >> 3) & 0x3FF;
  const uint32_t last_set = (ccsidr >> 13) & 0x7FFF;
  // The way stands in the word's uppermost bits, as many as it needs (B2.2.7).
  const uint32_t way_shift = last_way == 0 ? 0 : static_cast<uint32_t>(__builtin_clz(last_way));
  for (uint32_t set = 0; set <= last_set; ++set) {
    for (uint32_t way = 0; way <= last_way; ++way) operation = (way << way_shift) | (set << line_shift);
  }
  data_synchronization_barrier();
}

}  // namespace

// After reset the caches' contents are undefined: both are invalidated before they are enabled (B2.2.5).
void caches_enable() {
  data_synchronization_barrier();
  instruction_synchronization_barrier();
  SCB_ICIALLU = 0;
  SCB_BPIALL = 0;
  data_synchronization_barrier();
  instruction_synchronization_barrier();
  // A data cache that is already on holds lines that memory does not: then it must not be invalidated.
  if ((SCB_CCR & SCB_CCR_DC) == 0) for_every_data_line(SCB_DCISW);
  SCB_CCR = SCB_CCR | SCB_CCR_IC | SCB_CCR_DC | SCB_CCR_BP;
  data_synchronization_barrier();
  instruction_synchronization_barrier();
}

void caches_empty() {
  data_synchronization_barrier();
  for_every_data_line(SCB_DCCISW);
  SCB_ICIALLU = 0;
  data_synchronization_barrier();
  instruction_synchronization_barrier();
}

}  // namespace cortex_m7

#endif  // BOARD_CORTEX_M7
