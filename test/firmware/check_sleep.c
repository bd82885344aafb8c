// SPDX-License-Identifier: Apache-2.0
// WFI, WFE, SEV, sleep on exit (B1.5.17 to B1.5.19), SysTick (B3.3).
#include "core_checks.h"

enum { SYST_CSR = 0xE000E010, SYST_RVR = 0xE000E014, SYST_CVR = 0xE000E018 };

static volatile uint32_t ticks;
static void tick(uint32_t* frame) {
  (void)frame;
  ticks++;
}
static void three_ticks(uint32_t* frame) {
  (void)frame;
  if (++ticks == 3) REG(SCR) = 0;
}

static void start_ticks(uint32_t reload, void (*handler)(uint32_t*)) {
  start_over();
  ticks = 0;
  handlers[SYSTICK] = handler;
  REG(SYST_RVR) = reload;
  REG(SYST_CVR) = 0;
  REG(SYST_CSR) = 7;
}

// A line on the console takes longer than a tick: what is seen is printed when SysTick is off again.
static void waiting(void) {
  uint32_t after_wfi, pending, under_primask;
  start_ticks(20000, tick);
  __asm__ volatile("wfi" ::: "memory");
  after_wfi = ticks;
  __asm__ volatile("cpsid i\n wfi" ::: "memory");
  pending = REG(ICSR) >> 26 & 1;
  under_primask = ticks;
  __asm__ volatile("cpsie i\n isb" ::: "memory");
  REG(SYST_CSR) = 0;
  check("WFI waits for an interrupt", after_wfi, 1);
  check("which wakes under PRIMASK too", pending, 1);
  check("and is not taken", under_primask, 1);
  check("until it may", ticks, 2);
}

static void events(void) {
  uint32_t behind_sev, next, pending;
  start_ticks(60000, tick);
  __asm__ volatile("sev\n wfe" ::: "memory");
  behind_sev = ticks;
#ifdef AN500  // the other emulator never waits for an event
  next = pending = 1;
#else
  __asm__ volatile("wfe" ::: "memory");
  next = ticks;
  __asm__ volatile("wfe" ::: "memory");  // the exception itself was one
  REG(SCR) = 1u << 4;                    // SEVONPEND
  __asm__ volatile("cpsid i\n wfe" ::: "memory");
  pending = REG(ICSR) >> 26 & 1;
  __asm__ volatile("cpsie i" ::: "memory");
#endif
  REG(SYST_CSR) = 0;
  check("WFE behind SEV does not wait", behind_sev, 0);
  check("the next one does", next, 1);
  check("with SEVONPEND a masked interrupt is an event", pending, 1);
}

static void on_exit(void) {
#ifdef AN500  // the other emulator does not sleep on exit
  (void)three_ticks;
#else
  start_ticks(20000, three_ticks);
  REG(SCR) = 1u << 1;  // SLEEPONEXIT
  __asm__ volatile("dsb\n wfi" ::: "memory");
  REG(SYST_CSR) = 0;
  check("with SLEEPONEXIT the thread goes on when a handler says so", ticks, 3);
#endif
}

static void counter(void) {
  uint32_t cleared, first, second, kept, early, late, again;
  start_over();
  REG(SYST_RVR) = 100000;
  REG(SYST_CVR) = 5;
  cleared = REG(SYST_CVR);
  REG(SYST_CSR) = 5;
  BARRIER();
  while ((first = REG(SYST_CVR)) == 0) {
  }
  for (volatile int i = 0; i < 10; i++) {
  }
  second = REG(SYST_CVR);
  REG(SYST_RVR) = 3000;
  kept = REG(SYST_CVR);
  early = REG(SYST_CSR);
  while (REG(SYST_CVR) >= 2000) {
  }
  while (REG(SYST_CVR) < 2000) {
  }
  late = REG(SYST_CSR);
  again = REG(SYST_CSR);
  REG(SYST_CSR) = 4;
  check("a write to SYST_CVR clears it", cleared, 0);
#ifdef AN500  // the other emulator's time is its host's
  (void)kept, (void)early, (void)late, (void)again;
#else
  check("it counts down from SYST_RVR", first <= 100000 && second < first && second > 50000, 1);
  check("a new SYST_RVR waits for the next reload", kept > 50000, 1);
  check("COUNTFLAG is clear so far", early, 5);
  check("COUNTFLAG is set behind zero", late, 1u << 16 | 5);
  check("and cleared by its read", again, 5);
#endif
  check("no interrupt without TICKINT", visits, 0);
  first = REG(SYST_CVR);
  second = REG(SYST_CVR);
  check("stopped, it stands still", first, second);
}

void check_sleep(void) {
  counter();
  waiting();
  events();
  on_exit();
}
