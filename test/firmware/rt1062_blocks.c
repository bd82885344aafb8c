// SPDX-License-Identifier: Apache-2.0
// Blocks of the i.MX RT1062, one letter each: test/tools/test_virtual_board_rt1062.py says what must come of
// it.
#include "bare.h"

enum { CCGR0 = 0x400FC068, GPT1 = 0x401EC000, GPT_CR = GPT1, GPT_PR = GPT1 + 4, GPT_SR = GPT1 + 8 };
enum { GPT_IR = GPT1 + 12, GPT_OCR1 = GPT1 + 16, GPT_CNT = GPT1 + 0x24, FLEXSPI = 0x402A8000 };

static void gpt(void) {
  REG(0x400FC01C) |= 1u << 6;  // PERCLK from the crystal
  REG(CCGR0 + 4) |= 15u << 20;
  REG(GPT_CR) = 1u << 15;
  REG(GPT_PR) = 23;
  REG(GPT_OCR1) = 999;
  REG(GPT_IR) = 1;
  REG(GPT_CR) = 1u << 6 | 3;
  uint32_t begin = CYCCNT;
  for (uint32_t i = 0; i < 10; i++) {
    while (!(REG(GPT_SR) & 1)) {
    }
    REG(GPT_SR) = 1;
  }
  print_hex("restarting ", CYCCNT - begin);
  REG(GPT_CR) = 0;
  REG(GPT_CR) = 1u << 9 | 1u << 6 | 3;
  begin = CYCCNT;
  while (REG(GPT_CNT) < 5000) {
  }
  print_hex(" free ", CYCCNT - begin);
  REG(GPT_CR) = 0;
}

static uint32_t flash_command(uint32_t code) {
  REG(FLEXSPI + 0x18) = 0x5AF05AF0;
  REG(FLEXSPI + 0x1C) = 2;
  REG(FLEXSPI + 0x2F0) = 0x24040400 | code;
  REG(FLEXSPI + 0xA0) = 0;
  REG(FLEXSPI + 0xA4) = 15u << 16 | 4;
  REG(FLEXSPI + 0xB0) = 1;
  while (!(REG(FLEXSPI + 0x14) & 1)) {
  }
  uint32_t answer = REG(FLEXSPI + 0x100);
  REG(FLEXSPI + 0x14) = 0x21;
  return answer;
}

static void set_clear_toggle(void) {
  REG(0x400D8150) = 0x04000000;
  REG(0x400D8154) = 8;
  print_hex("set ", REG(0x400D8150) & 0xF);
  REG(0x400D8158) = 8;
  print_hex(" clear ", REG(0x400D8150) & 0xF);
  REG(0x400D815C) = 4;
  print_hex(" toggle ", REG(0x400D8150) & 0xF);
}

// The clock is read and the PLL started by instructions of one line of flash.
__attribute__((aligned(32), noinline)) static void lock(void) {
  uint32_t begin = CYCCNT;
  REG(0x400D8020) = 1u << 12 | 1u << 13;  // PLL_USB2
  uint32_t at_once = REG(0x400D8020) >> 31;
  while (!(REG(0x400D8020) >> 31)) {
  }
  uint32_t cycles = CYCCNT - begin;
  print_hex("at once ", at_once);
  print_hex(" cycles ", cycles);
}

// As NXP's clock set-up asks for the crystal: powered, then stable.
static void crystal(void) {
  REG(0x400D8158) = 1u << 30;
  while (!(REG(0x400D8270) & 1u << 16)) {
  }
  REG(0x400D8154) = 1u << 16;
  while (!(REG(0x400D8150) & 1u << 15)) {
  }
  REG(0x400D8158) = 1u << 16;
  print("stable");
}

static void slow_pins(void) {
  REG(0x401B8004) = 1u << 5;
  REG(0x401B8084) = 1u << 5;
  print_hex("set ", REG(0x401B8008));
  REG(0x401B808C) = 1u << 5;
  print_hex(" toggle ", REG(0x401B8008));
}

// GPIO1 bits 26 and 27, GPIO2 bit 16: a pull-up, the keeper of reset, a pull-down.
static void pulls(void) {
  REG(0x401F8314) = 0x1F000 | 7u << 3;
  REG(0x401F836C) = 0x13000 | 7u << 3;
  print_hex("slow ", REG(0x401B8008));
  print_hex(" fast ", REG(0x42000008));
  print_hex(" down ", REG(0x42004008));
}

// A pin of GPIO7 set and cleared a hundred times, by code in ITCM.
__attribute__((section(".fast"), noinline, long_call)) static uint32_t swing(void) {
  volatile uint32_t* const set = (volatile uint32_t*)0x42004084;
  uint32_t begin = CYCCNT;
  for (uint32_t i = 0; i < 100; i++) {
    set[0] = 8;
    set[1] = 8;
  }
  return CYCCNT - begin;
}

static void core_from_crystal(uint32_t on) {
  REG(0x400FC014) = (REG(0x400FC014) & ~(1u << 25)) | on << 25;
  while (REG(0x400FC048)) {
  }
}

static uint32_t rtc_of(uint32_t high) {
  return REG(high) << 20 | REG(high + 4) >> 12;
}  // eighths of a second

// Timers that do not count the core's cycles, while the core changes from 600 to 24 MHz and back.
static void clock_change(void) {
  REG(0x400FC01C) |= 1u << 6;
  REG(CCGR0 + 4) |= 15u << 20;
  REG(0x400D4038) = 0;
  REG(0x400D4050) = 0;
  REG(0x400D4054) = 1000u << 15;
  REG(0x400D4038) = 1;
  REG(0x400D4008) = 1u << 16 | 1;  // the other counter follows
  REG(GPT_CR) = 1u << 15;
  REG(GPT_PR) = 0;
  REG(GPT_CR) = 1u << 9 | 1u << 6 | 3;
  while (REG(GPT_CNT) < 240000) {
  }
  uint32_t slow = REG(GPT_CNT);
  core_from_crystal(1);
  slow = REG(GPT_CNT) - slow;
  while (REG(GPT_CNT) < 480000) {
  }
  uint32_t fast = REG(GPT_CNT);
  core_from_crystal(0);
  fast = REG(GPT_CNT) - fast;
  print_hex("slow ", slow);
  print_hex(" fast ", fast);
  print_hex(" rtc ", rtc_of(0x400D4050));
  print_hex(" other ", rtc_of(0x400D4024));
  REG(GPT_CR) = 0;
}

// More voltage than 600 MHz need, while the core runs at 600 MHz; then less.
static void voltages(void) {
  for (uint32_t target = 0x14; target >= 0x12; target -= 2) {
    REG(0x4008000C) = (REG(0x4008000C) & ~0x1Fu) | target;
    while (!(REG(0x40080000) >> 31)) {
    }
  }
  print("both");
}

static void converter(void) {
  REG(CCGR0 + 4) |= 3u << 16;
  REG(0x400C4048) = 1u << 7;
  print_hex("calibrating ", REG(0x400C4048) >> 7 & 1);
  while (REG(0x400C4048) & 1u << 7) {
  }
  REG(0x400C4000) = 7;
  print_hex(" complete ", REG(0x400C4020) & 1);
  print_hex(" value ", REG(0x400C4024));
  print_hex(" again ", REG(0x400C4020) & 1);
}

static void random_words(void) {
  REG(CCGR0 + 24) |= 3u << 12;
  uint32_t different = 0, last = 0;
  for (uint32_t i = 0; i < 16; i++) {
    uint32_t word = REG(0x400CC040 + 4 * i);
    different += word != last;
    last = word;
  }
  print_hex("different ", different);
}

int main(void) {
  cycle_counter_on();
  print("ready\n");
  for (;;) {
    switch (get()) {
      case 'g':
        gpt();
        break;
      case 'f':
        print_hex("id ", flash_command(0x9F) & 0xFFFFFF);
        print_hex(" status ", flash_command(0x05) & 0xFF);
        break;
      case 's':
        set_clear_toggle();
        break;
      case 'l':
        lock();
        break;
      case 'p':
        slow_pins();
        break;
      case 'a':
        converter();
        break;
      case 'w':
        REG(0x42004004) |= 8;
        print_hex("cycles ", swing());
        break;
      case 'x':
        crystal();
        break;
      case 'u':
        pulls();
        break;
      case 'c':
        clock_change();
        break;
      case 'v':
        voltages();
        break;
      case 'r':
        random_words();
        break;
      default:
        break;
    }
    print("\n");
  }
}
