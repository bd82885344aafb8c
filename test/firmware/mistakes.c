// SPDX-License-Identifier: Apache-2.0
// A line on the console names a mistake; "went on" says that the run survived it. "reset" starts afresh.
#include "mistakes.h"

#include <stdbool.h>

extern const mistake _mistakes_begin[], _mistakes_end[];

// Puts back what a mistake left behind, so that the console works; each file of mistakes may have its own.
__attribute__((weak)) void undo(void) {}

static bool equal(const char* a, const char* b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

static void read_line(char* line, uint32_t size) {
  uint32_t length = 0;
  for (char c; (c = get()) != '\n';)
    if (length < size - 1) line[length++] = c;
  line[length] = 0;
}

static void execute(const char* name) {
  if (equal(name, "reset")) REG(0xE000ED0C) = 0x05FA0004;
  for (const mistake* m = _mistakes_begin; m < _mistakes_end; m++) {
    if (!equal(name, m->name)) continue;
    m->make();
    undo();
    print("went on\n");
    return;
  }
  print("no such mistake\n");
}

static void serve(void) {
  char line[64];
  for (;;) {
    read_line(line, sizeof line);
    execute(line);
  }
}

// Some mistakes are faults on silicon, and so they are to a lenient board: the run goes on in here.
void fault(void) {
  undo();
  print("went on\n");
  serve();
}

int main(void) {
  print("ready\n");
  serve();
}
