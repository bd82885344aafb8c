// SPDX-License-Identifier: Apache-2.0
// Plans the buffers of standard input, a line `size first last offset` each (offset -1: to be planned), and
// an empty line after each plan. Prints the offsets of a plan on one line, then the memory it needs.
#include <cstdio>
#include <vector>

#include "tensorflow/lite/micro/memory_planner/greedy_memory_planner.h"

extern "C" void DebugLog(const char* text) { fputs(text, stderr); }

int main() {
  static unsigned char memory[1 << 16];
  tflite::GreedyMemoryPlanner planner(memory, sizeof(memory));
  char line[128];
  while (fgets(line, sizeof(line), stdin) != nullptr) {
    int size, first, last, offset;
    if (sscanf(line, "%d %d %d %d", &size, &first, &last, &offset) == 4) {
      if (planner.AddBuffer(size, first, last, offset) != kTfLiteOk) return 1;
      continue;
    }
    for (int i = 0; i < planner.GetBufferCount(); ++i) {
      if (planner.GetOffsetForBuffer(i, &offset) != kTfLiteOk) return 1;
      printf("%d ", offset);
    }
    printf("%zu\n", planner.GetMaximumMemorySize());
    if (planner.DoAnyBuffersOverlap()) return 2;
    planner.Init(memory, sizeof(memory));
  }
  return 0;
}
