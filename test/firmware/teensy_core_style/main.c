// SPDX-License-Identifier: Apache-2.0
// A letter is a command; everything else comes back as it is.
#include "chip.h"

static volatile uint32_t pulses;

static void pit_interrupt(void) {
  PIT_TFLG(0) = 1;
  pulses++;
  __asm__ volatile("dsb" ::: "memory");
}

// 10 interrupts of 1 ms.
static void count_pulses(void) {
  uint32_t before = micros();
  pulses = 0;
  interrupt_attach(kPitInterrupt, pit_interrupt, 96);
  PIT_LDVAL(0) = 23999;
  PIT_TCTRL(0) = 3;
  while (pulses < 10) {
  }
  PIT_TCTRL(0) = 0;
  serial_number("pit ", micros() - before);
}

static void wait(void) {
  uint32_t before = millis(), cycles = DWT_CYCCNT;
  delay(50);
  serial_number("delay ", millis() - before);
  serial_number(" cycles ", DWT_CYCCNT - cycles);
}

static void led(void) {
  R32(0x401F8148) = 5;
  R32(0x42004004) |= 1u << 3;
  R32(0x42004084) = 1u << 3;
  serial_number("led ", R32(0x42004008) >> 3 & 1);
  R32(0x42004088) = 1u << 3;
  serial_number(" ", R32(0x42004008) >> 3 & 1);
}

static void slow_and_fast(void) {
  serial_number("clock ", core_clock_set(528000000));
  delay(5);
  serial_number(" ", core_clock_set(600000000));
}

static bool command(int letter) {
  switch (letter) {
    case 'd':
      wait();
      return true;
    case 'p':
      count_pulses();
      return true;
    case 't':
      serial_number("temperature ", (uint32_t)temperature());
      return true;
    case 's':
      serial_number("seconds ", seconds());
      return true;
    case 'l':
      led();
      return true;
    case 'c':
      slow_and_fast();
      return true;
    case 'b':
      __asm__ volatile("bkpt #251");
      return true;
    default:
      return false;
  }
}

int main(void) {
  serial_begin(115200);
  serial_number("ready at ", millis());
  serial_print("\n");
  for (;;) {
    int byte = serial_read();
    if (byte < 0) continue;
    if (command(byte))
      serial_print("\n");
    else
      serial_write((uint8_t)byte);
  }
}
