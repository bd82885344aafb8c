// SPDX-License-Identifier: Apache-2.0
// A small kernel as real-time systems have it: threads on process stacks, switched by PendSV when SysTick
// says so, FP registers stacked lazily, services by SVC from threads without privilege.
#include "bare.h"

enum { THREADS = 3, STACK_WORDS = 256, ROUNDS = 4000 };
enum { SERVICE_ADD = 0, SERVICE_EXIT = 1 };

typedef struct {
  uint32_t* sp;
  uint32_t control;  // CONTROL.nPRIV
  volatile uint32_t done;
} thread;

static thread threads[THREADS];
static uint32_t stacks[THREADS][STACK_WORDS] __attribute__((aligned(8)));
static volatile uint32_t running, switches, lazy_switches, services, ticks, total;
static volatile float float_result;
static volatile uint32_t integer_result, control_seen;

void sys_tick(void) {
  ticks++;
  REG(0xE000ED04) = 1u << 28;
}

// Called by PendSV with the outgoing thread's stack pointer and EXC_RETURN; returns the next thread's.
__attribute__((used)) uint32_t* next_thread(uint32_t* sp, uint32_t exc_return) {
  threads[running].sp = sp;
  lazy_switches += !(exc_return & 0x10);
  do running = (running + 1) % THREADS;
  while (threads[running].done);
  switches++;
  uint32_t control;
  __asm__ volatile("mrs %0, control" : "=r"(control));
  control = (control & ~1u) | threads[running].control;
  __asm__ volatile("msr control, %0" ::"r"(control));
  return threads[running].sp;
}

__attribute__((naked)) void pend_sv(void) {
  __asm__(
      "mrs r0, psp\n"
      "tst lr, #16\n it eq\n vstmdbeq r0!, {s16-s31}\n"
      "stmdb r0!, {r4-r11, lr}\n"
      "mov r1, lr\n bl next_thread\n"
      "ldmia r0!, {r4-r11, lr}\n"
      "tst lr, #16\n it eq\n vldmiaeq r0!, {s16-s31}\n"
      "msr psp, r0\n isb\n bx lr");
}

__attribute__((used)) void serve(uint32_t* frame) {
  services++;
  switch (*(uint8_t*)(frame[6] - 2)) {
    case SERVICE_ADD:
      total += frame[0];
      frame[0] = total;
      break;
    case SERVICE_EXIT:
      threads[running].done = 1;
      REG(0xE000ED04) = 1u << 28;
      break;
    default:
      frame[0] = ~0u;
      break;
  }
}

__attribute__((naked)) void sv_call(void) { __asm__("mrs r0, psp\n b serve"); }

static inline uint32_t service_add(uint32_t value) {
  register uint32_t r0 __asm__("r0") = value;
  __asm__ volatile("svc #0" : "+r"(r0)::"memory");
  return r0;
}

static void leave(void) {
  for (;;) __asm__ volatile("svc #1" ::: "memory");
}

// Alternating signs, so that each rounding matters.
__attribute__((noinline)) static float series(uint32_t rounds) {
  float sum = 0, other = 1;
  for (uint32_t i = 1; i <= rounds; i++) {
    sum += (i & 1 ? 1.0f : -1.0f) / (float)i;
    other = other * 0.999f + sum;
  }
  return other;
}

__attribute__((noinline)) static uint32_t mix(uint32_t rounds, uint32_t (*add)(uint32_t)) {
  uint32_t state = 1;
  float scale = 1;
  for (uint32_t i = 0; i < rounds; i++) {
    state = state * 1664525 + 1013904223;
    scale = scale * 0.5f + (float)(state >> 8);
    if (i % 64 == 0) state ^= add(1);
  }
  return state ^ (uint32_t)scale;
}

static uint32_t counted_alone;
static uint32_t add_alone(uint32_t value) { return counted_alone += value; }

static void float_thread(void) {
  __asm__ volatile("mrs %0, control" : "=r"(control_seen));
  float_result = series(ROUNDS);
  leave();
}

static void integer_thread(void) {
  integer_result = mix(ROUNDS, service_add);
  leave();
}

static void prepare(uint32_t number, void (*entry)(void)) {
  uint32_t* sp = stacks[number] + STACK_WORDS - 8;  // the frame of an exception
  sp[6] = (uint32_t)entry;
  sp[7] = 1u << 24;
  sp -= 9;  // R4-R11 and EXC_RETURN
  sp[8] = 0xFFFFFFFD;
  threads[number].sp = sp;
  threads[number].control = 1;
}

static void say(const char* name, uint32_t value) {
  print_hex(name, value);
  print("\n");
}

int main(void) {
  union {
    float f;
    uint32_t u;
  } alone = {.f = series(ROUNDS)}, together;
  uint32_t mixed_alone = mix(ROUNDS, add_alone);
  REG(0xE000EF50) = 0;  // from flash without its cache a handler may take longer than a tick
  REG(0xE000ED14) |= 1u << 17;
  __asm__ volatile("dsb\n isb" ::: "memory");
  prepare(1, float_thread);
  prepare(2, integer_thread);
  // This is thread 0, which keeps its privilege and moves to the process stack.
  __asm__ volatile("mrs r0, msp\n msr psp, r0\n mrs r1, control\n orr r1, #2\n msr control, r1\n isb" ::
                       : "r0", "r1", "memory");
  __asm__ volatile("mov r0, sp\n sub r0, #1024\n msr msp, r0" ::: "r0", "memory");
  REG(0xE000ED20) = 0xF0F00000;  // PendSV and SysTick lowest
  REG(0xE000E014) = 4999;
  REG(0xE000E018) = 0;
  REG(0xE000E010) = 7;
  while (!threads[1].done || !threads[2].done) __asm__ volatile("wfi");
  REG(0xE000E010) = 0;
  together.f = float_result;
  print("ready\n");
  say("float alone ", alone.u);
  say("float among threads ", together.u);
  say("integer alone ", mixed_alone);
  say("integer among threads ", integer_result);
  say("services ", services);
  say("switches ", switches);
  say("with FP registers ", lazy_switches);
  say("ticks ", ticks);
  say("control ", control_seen & 3);
  return 0;
}
