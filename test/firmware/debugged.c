// SPDX-License-Identifier: Apache-2.0
// What a debugger is tried on: an IT block, stores and loads of known variables, interrupts, a breakpoint of
// the program's own, and a rule broken.
#include "bare.h"

volatile uint32_t watched[4], ticks, sum, said;

void sys_tick(void) { ticks++; }

// r0 is 1 or not. Each instruction that a test stops at has a name.
__attribute__((naked, noinline)) uint32_t conditional(uint32_t choose) {
  (void)choose;
  __asm__(
      "movs r1, #0\n"
      "cmp r0, #1\n"
      ".global it_opens\n it_opens: ittee eq\n"
      ".global it_first\n it_first: addeq r1, #1\n"
      ".global it_second\n it_second: addeq r1, #2\n"
      ".global it_third\n it_third: addne r1, #4\n"
      ".global it_fourth\n it_fourth: addne r1, #8\n"
      ".global it_over\n it_over: mov r0, r1\n"
      "bx lr");
}

__attribute__((noinline)) void store(uint32_t index, uint32_t value) { watched[index & 3] = value; }
__attribute__((noinline)) uint32_t load(uint32_t index) { return watched[index & 3]; }

__attribute__((noinline)) void work(uint32_t rounds) {
  for (uint32_t i = 0; i < rounds; i++) {
    store(i, i + 1);
    sum += load(i) + conditional(i & 1);
  }
}

__attribute__((noinline)) void sleep(uint32_t wanted) {
  ticks = 0;
  REG(0xE000E014) = 9999;
  REG(0xE000E018) = 0;
  REG(0xE000E010) = 7;
  while (ticks < wanted) __asm__ volatile("wfi");
  REG(0xE000E010) = 0;
}

__attribute__((noinline)) void break_a_rule(void) { REG(0x90000000u) = 1; }
__attribute__((noinline)) void put_ready(void) {
  print("ready");
  said = 5;
  print("\n");
}

int main(void) {
  put_ready();
  cycle_counter_on();
  for (;;) switch (get()) {
      case 'w':
        (void)CYCCNT;
        work(40);
        (void)CYCCNT;
        layerscope_layer_end(0);
        print("worked\n");
        break;
      case 's':
        sleep(20);
        print("slept\n");
        break;
      case 'b':
        __asm__ volatile("bkpt #0");
        print("went on\n");
        break;
      case 'u':
        break_a_rule();
        break;
      default:
        print("?\n");
        break;
    }
}
