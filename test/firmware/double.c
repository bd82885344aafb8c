// SPDX-License-Identifier: Apache-2.0
// Arithmetic with doubles in the FPU, printed bit for bit. test/tools/test_virtual_board_double.py calculates
// the same.
#include "bare.h"

#define DOUBLE __attribute__((target("fpu=fpv5-d16"), noinline))

__attribute__((used)) void report_fault(const uint32_t* frame) {
  (void)frame;
  print_hex("fault cfsr ", REG(0xE000ED28));
  print("\n");
  for (;;) __asm__("wfi");
}

__attribute__((naked)) void fault(void) { __asm__("mrs r0, msp\n b report_fault"); }

static void say(const char* name, const double* value) {
  const uint32_t* words = (const uint32_t*)value;
  print_hex(name, words[1]);
  print_hex("", words[0]);
  print("\n");
}

// The sum of 1 / n^2: divisions, products, sums and conversions from integers.
DOUBLE static void series(double* sum) {
  double s = 0;
  for (uint32_t n = 1; n <= 500; n++) s += 1.0 / ((double)n * n);
  *sum = s;
}

// Newton's steps to the square root of 2, and the FPU's own.
DOUBLE static void roots(double* newton, double* own) {
  double x = 1;
  for (int i = 0; i < 6; i++) x = (x + 2.0 / x) / 2;
  *newton = x;
  __asm__("vsqrt.f64 %P0, %P1" : "=w"(*own) : "w"(2.0));
}

// An IT block of doubles, and a double interrupted: SysTick comes again and again meanwhile.
static volatile uint32_t ticks;
void sys_tick(void) { ticks++; }

DOUBLE static void harmonic(double* sum, uint32_t interrupt_every) {
  double s = 0;
  REG(0xE000E014) = interrupt_every;
  REG(0xE000E018) = 0;
  REG(0xE000E010) = interrupt_every ? 7 : 0;
  for (int n = 1; n <= 500; n++) {
    double term = 1.0 / n;
    __asm__ volatile("tst %1, #1\n ite ne\n vaddne.f64 %P0, %P0, %P2\n vsubeq.f64 %P0, %P0, %P2"
                     : "+w"(s)
                     : "r"(n), "w"(term)
                     : "cc");
  }
  REG(0xE000E010) = 0;
  *sum = s;
}

int main(void) {
  print("ready\n");
  double a, b;
  uint32_t begin;
  for (;;) switch (get()) {
      case 's':
        series(&a);
        say("sum ", &a);
        break;
      case 'r':
        roots(&a, &b);
        say("newton ", &a);
        say("own ", &b);
        break;
      case 'h':
        cycle_counter_on();
        begin = CYCCNT;
        harmonic(&b, 0);
        harmonic(&a, (CYCCNT - begin) / 20);
        say(ticks > 5 ? "interrupted " : "alone ", &a);
        break;
      default:
        print("?\n");
        break;
    }
}
