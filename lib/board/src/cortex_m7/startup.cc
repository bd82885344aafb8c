// SPDX-License-Identifier: Apache-2.0
#include "guard.h"
#ifdef BOARD_CORTEX_M7

#include "core.h"
#include "registers.h"

extern "C" {
struct CopyEntry {
  const uint32_t* from;
  uint32_t* to;
  uint32_t bytes;
};
struct ClearEntry {
  uint32_t* at;
  uint32_t bytes;
};
using Constructor = void (*)();
extern const CopyEntry __copy_table_start[], __copy_table_end[];
extern const ClearEntry __clear_table_start[], __clear_table_end[];
extern const Constructor __init_array_start[], __init_array_end[];
}

namespace cortex_m7 {

// The accesses are volatile so that the compiler does not turn the loops into calls of memcpy and memset,
// which are among what is being copied.
BOARD_STARTUP void memory_initialise() {
  for (const CopyEntry* entry = __copy_table_start; entry != __copy_table_end; ++entry) {
    if (entry->from == entry->to) continue;
    const volatile uint32_t* from = entry->from;
    volatile uint32_t* to = entry->to;
    for (uint32_t words = (entry->bytes + 3) / 4; words > 0; --words) *to++ = *from++;
  }
  for (const ClearEntry* entry = __clear_table_start; entry != __clear_table_end; ++entry) {
    volatile uint32_t* at = entry->at;
    for (uint32_t words = (entry->bytes + 3) / 4; words > 0; --words) *at++ = 0;
  }
  data_synchronization_barrier();
  instruction_synchronization_barrier();
}

void constructors_run() {
  for (const Constructor* constructor = __init_array_start; constructor != __init_array_end; ++constructor) {
    (*constructor)();
  }
}

void interrupt_enable(unsigned number) {
  NVIC_ICPR(number / 32) = 1u << (number % 32);
  NVIC_ISER(number / 32) = 1u << (number % 32);
}

void reset() {
  data_synchronization_barrier();
  SCB_AIRCR = SCB_AIRCR_VECTKEY | SCB_AIRCR_SYSRESETREQ;
  data_synchronization_barrier();
  for (;;) {
  }
}

}  // namespace cortex_m7

#endif  // BOARD_CORTEX_M7
