// SPDX-License-Identifier: Apache-2.0
// States that a run can be ended in: it prints a line, and then does what -DENDING names.
#include "bare.h"

static volatile uint32_t turns;

int main(void) {
  board_start();
  print("only words\n");
#if ENDING == 's'  // spins
  for (;;) turns++;
#elif ENDING == 'e'  // spins in one instruction
  __asm__ volatile("1: b 1b");
#elif ENDING == 'w'  // sleeps
  for (;;) __asm__ volatile("wfi");
#elif ENDING == 'b'  // breaks a rule
  REG(0x90000000u) = 1;
#endif
  for (;;) {
  }
}
