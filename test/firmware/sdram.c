// SPDX-License-Identifier: Apache-2.0
// The SDRAM of disco_f746ng, started right or with one mistake: test/tools/test_virtual_board_sdram.py says
// what must come of each letter.
#include "sdram_start.h"

static void use(void) {
  volatile uint32_t* words = (volatile uint32_t*)SDRAM;
  words[0] = 0x12345678;
  words[0x1FFFFF] = 0x9ABCDEF0;
  print_hex("sdram ", words[0]);
  print_hex(" ", words[0x1FFFFF]);
  print("\n");
}

int main(void) {
  print("ready\n");
  for (;;) {
    char letter = get();
    if (letter != 'u') sdram_start(letter);
    use();
  }
}
