// SPDX-License-Identifier: Apache-2.0
// One letter on the console, one experiment. The tests in test/tools/test_virtual_board_*.py say what must
// come of each.
#include "bare.h"

static volatile uint32_t typed, ticks, in_sram __attribute__((section(".sram")));
static volatile uint8_t last;
static uint32_t table[512] __attribute__((section(".sram"), aligned(32)));
static uint32_t guard[64] __attribute__((aligned(256)));

void uart_interrupt(void) {
  if (!(REG(UART_STATUS) & RX_READY)) return;
  last = (uint8_t)REG(UART_RX);
  typed++;
}

void sys_tick(void) { ticks++; }

static uint32_t svc_result;
void sv_call(void) { svc_result = 42; }
static uint32_t pend_count;
void pend_sv(void) { pend_count++; }

__attribute__((used)) void report_fault(const uint32_t* frame) {
  uint32_t number;
  __asm__("mrs %0, ipsr" : "=r"(number));
  print_hex("fault ", number);
  print_hex(" cfsr ", REG(0xE000ED28));
  print_hex(" address ", REG(0xE000ED34));
  print_hex(" pc ", frame[6]);
  print_hex(" r0 ", frame[0]);
  print("\n");
  REG(0xE000ED0C) = 0x05FA0004;
}

__attribute__((naked)) void fault(void) { __asm__("mrs r0, msp\n b report_fault"); }

static void mpu_region(uint32_t number, uint32_t base, uint32_t attributes) {
  REG(0xE000ED98) = number;
  REG(0xE000ED9C) = base;
  REG(0xE000EDA0) = attributes;
}

// 32 bytes at 0 without access, and 32 bytes in the middle of `guard`.
static void mpu_on(void) {
  mpu_region(0, 0, 4 << 1 | 1);
  mpu_region(1, (uint32_t)guard + 64, 4 << 1 | 1);
  REG(0xE000ED94) = 5;
  REG(0xE000ED24) |= 1u << 16;
  __asm__ volatile("dsb\n isb" ::: "memory");
}

__attribute__((noinline)) static void read_null(void) {
  __asm__ volatile("movs r0, #7\n movs r1, #0\n ldr r0, [r1, #4]\n movs r0, #9" ::: "r0", "r1", "memory");
}

__attribute__((noinline)) static void write_guard(void) {
  uint32_t* p = guard + 16;
  __asm__ volatile("movs r0, #5\n mov r2, %0\n str r0, [r2]\n movs r0, #9\n str r0, [r2, #-4]" ::"r"(p)
                   : "r0", "r2", "memory");
}

__attribute__((noinline)) static void touch_nothing(void) { REG(0x90000000u) = 1; }
__attribute__((noinline)) static void touch_gated(void) {
#ifdef DISCO_F746NG
  REG(0x40007800) = 1;  // UART7
#else
  REG(0x40198010) = 1;  // LPUART6
#endif
}
__attribute__((noinline)) static void write_flash(void) { *(volatile uint32_t*)((uintptr_t)reset & ~3u) = 1; }

static void say(const char* name, uint32_t value) {
  print_hex(name, value);
  print("\n");
}

// Loads inside IT blocks, both ways, and an instruction behind the block that must not be skipped. 1 + 10 +
// 100 + 1000.
__attribute__((noinline)) static uint32_t it_with_loads(uint32_t choose) {
  static const uint32_t one = 1, ten = 10;
  uint32_t sum = 0;
  __asm__ volatile(
      "cmp %1, #1\n"
      "itte eq\n ldreq r3, [%2]\n addeq %0, %0, r3\n ldrne r3, [%3]\n"
      "add %0, %0, #100\n"
      "cmp %1, #1\n"
      "ite ne\n ldrne r3, [%3]\n ldreq r3, [%3]\n"
      "b 1f\n 1: add %0, %0, #1000\n"
      "add %0, %0, r3\n"
      : "+r"(sum)
      : "r"(choose), "r"(&one), "r"(&ten)
      : "r3", "cc", "memory");
  return sum;
}

static void locked_counter(void) {
  REG(0xE0001FB0) = 0;  // not the key: locks
  REG(0xE000EDFC) |= 1u << 24;
  REG(0xE0001000) |= 1;
  uint32_t a = CYCCNT;
  for (volatile int i = 0; i < 100; i++) {
  }
  uint32_t b = CYCCNT;
  cycle_counter_on();
  uint32_t c = CYCCNT;
  for (volatile int i = 0; i < 100; i++) {
  }
  uint32_t d = CYCCNT;
  print_hex("locked ", b - a);
  say(" unlocked ", d - c);
}

__attribute__((noinline)) static uint32_t sum_table(void) {
  uint32_t sum = 0;
  __asm__ volatile("" ::: "memory");
  for (uint32_t i = 0; i < 512; i++) sum += table[i];
  return sum;
}

static void caches(uint32_t on) {
  REG(0xE000EF50) = 0;
  for (uint32_t set = 0; set < 256; set++)
    for (uint32_t way = 0; way < 4; way++) REG(0xE000EF60) = way << 30 | set << 5;
  REG(0xE000ED14) = on ? REG(0xE000ED14) | 3u << 16 : REG(0xE000ED14) & ~(3u << 16);
  __asm__ volatile("dsb\n isb" ::: "memory");
}

static void measure(uint32_t index) {
  (void)CYCCNT;
  in_sram = sum_table();
  __asm__ volatile("" ::: "memory");
  (void)CYCCNT;
  layerscope_layer_end(index);
}

static void with_and_without_caches(void) {
  cycle_counter_on();
  caches(0);
  measure(0);
  caches(1);
  measure(1);
  measure(2);
  caches(0);
  print("measured\n");
}

// Exactly 3 + 4 * rounds instructions between the counter reads' own.
__attribute__((naked, noinline)) static void counted(uint32_t rounds) {
  (void)rounds;
  __asm__("nop\n nop\n 1: subs r0, #1\n it eq\n nopeq\n bne 1b\n bx lr");
}

static void count(void) {
  cycle_counter_on();
  (void)CYCCNT;
  counted(1000);
  (void)CYCCNT;
  layerscope_layer_end(3);
  print("counted\n");
}

static void echo_by_interrupt(void) {
  REG(0xE000E100 + 4 * (UART_IRQ / 32)) = 1u << (UART_IRQ % 32);
#ifdef DISCO_F746NG
  REG(0x40011400) |= 1u << 5;
#else
  REG(0x40188018) |= 1u << 21;
#endif
  print("listening\n");
  for (uint32_t seen = typed; seen < 5;) {
    while (typed == seen) __asm__ volatile("wfi");
    seen = typed;
    put((char)last);
  }
#ifdef DISCO_F746NG
  REG(0x40011400) &= ~(1u << 5);
#else
  REG(0x40188018) &= ~(1u << 21);
#endif
  typed = 0;
  print("\n");
}

static void exceptions(void) {
  __asm__ volatile("svc #1" ::: "memory");
  print_hex("svc ", svc_result);
  REG(0xE000ED04) = 1u << 28;
  __asm__ volatile("dsb\n isb" ::: "memory");
  print_hex(" pendsv ", pend_count);
  __asm__ volatile("cpsid i" ::: "memory");
  REG(0xE000ED04) = 1u << 28;
  __asm__ volatile("dsb\n isb" ::: "memory");
  print_hex(" masked ", pend_count);
  __asm__ volatile("cpsie i\n isb" ::: "memory");
  print_hex(" unmasked ", pend_count);
  REG(0xE000E014) = 9999;
  REG(0xE000E018) = 0;
  REG(0xE000E010) = 7;
  while (ticks < 3) __asm__ volatile("wfi");
  REG(0xE000E010) = 0;
  say(" ticks ", ticks);
}

static void float_in_interrupts(void) {
  float sum = 0;
  REG(0xE000E014) = 499;
  REG(0xE000E018) = 0;
  REG(0xE000E010) = 7;
  for (int i = 1; i <= 2000; i++) sum += (float)i;
  REG(0xE000E010) = 0;
  say(sum == 2001000.0f ? "float right, ticks " : "float wrong, ticks ", ticks);
}

int main(void) {
  print("ready\n");
  for (;;) switch (get()) {
      case 'n':
        mpu_on();
        read_null();
        break;
      case 'g':
        mpu_on();
        write_guard();
        break;
      case 'u':
        touch_nothing();
        break;
      case 'c':
        touch_gated();
        break;
      case 'f':
        write_flash();
        break;
      case 'i':
        print_hex("it ", it_with_loads(1));
        say(" ", it_with_loads(0));
        break;
      case 'l':
        locked_counter();
        break;
      case 'd':
        with_and_without_caches();
        break;
      case 'k':
        count();
        break;
      case 'e':
        echo_by_interrupt();
        break;
      case 'x':
        exceptions();
        break;
      case 's':
        float_in_interrupts();
        break;
      case 'a':
        __asm__ volatile("movs r0, #2\n ldrd r2, r3, [r0, #16]" ::: "r0", "r2", "r3");
        break;
      case 'z':
        __asm__ volatile("udf #1");
        break;
      case 'j':
        ((void (*)(void))0x08800001u)();
        break;
      case 'b':
        __asm__ volatile("bkpt #251");
        break;
      default:
        print("?\n");
        break;
    }
}
