// SPDX-License-Identifier: Apache-2.0
// Without libFuzzer: mutations of the files, at random. Arguments: how many, seed, files. What a mutation did
// not survive stays in finding.tflite. 0 mutations: runs the files; fewer: in arenas that are too small, too.
#include <sanitizer/common_interface_defs.h>

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "model_mutator.h"
#include "model_target.h"

namespace {

// Exactly as large as the model, and aligned.
struct Exact {
  explicit Exact(const std::vector<uint8_t>& bytes) {
    if (posix_memalign(&memory, 16, bytes.empty() ? 1 : bytes.size()) != 0) abort();
    memcpy(memory, bytes.data(), bytes.size());
  }
  ~Exact() { free(memory); }
  void* memory = nullptr;
};

const std::vector<uint8_t>* g_running;

// As libFuzzer does it, too: UndefinedBehaviorSanitizer's findings end here as well.
void KeepFinding() {
  FILE* file = g_running == nullptr ? nullptr : fopen("finding.tflite", "wb");
  if (file == nullptr) return;
  fwrite(g_running->data(), 1, g_running->size(), file);
  fclose(file);
}

void Run(const std::vector<uint8_t>& bytes) {
  const Exact exact(bytes);
  g_running = &bytes;
  RunModelInSome(static_cast<const uint8_t*>(exact.memory), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 1;
  __sanitizer_set_death_callback(KeepFinding);
  const long long count = atoll(argv[1]);
  uint64_t state = strtoull(argv[2], nullptr, 10);
  const auto next = [&state] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<uint32_t>(state >> 33);
  };
  std::vector<std::vector<uint8_t>> seeds;
  for (int i = 3; i < argc; ++i) {
    FILE* file = fopen(argv[i], "rb");
    if (file == nullptr) return 1;
    std::vector<uint8_t> bytes(8 << 20);
    bytes.resize(fread(bytes.data(), 1, bytes.size(), file));
    fclose(file);
    seeds.push_back(bytes);
    if (count <= 0) Run(bytes);
    const Exact exact(bytes);
    for (size_t arena = 0; count < 0 && arena < 2500; arena += 24)
      RunModelIn(arena, static_cast<const uint8_t*>(exact.memory), bytes.size());
  }
  std::vector<uint8_t> bytes;
  for (long long n = 0; n < count; ++n) {
    // A third are changed again: what one change needs another may bring.
    if (bytes.empty() || next() % 3 != 0) bytes = seeds[next() % seeds.size()];
    std::vector<uint8_t> room(bytes);
    room.resize(MutateModel(room.data(), room.size(), room.size(), next()));
    bytes = room;
    Run(bytes);
  }
  const FuzzCounts& counts = g_fuzz_counts;
  printf("executions %" PRIu64 " unverified %" PRIu64 " unprepared %" PRIu64 " skipped %" PRIu64
         " failed %" PRIu64 " ran %" PRIu64 " silent %" PRIu64 "\n",
         counts.total(), counts.unverified, counts.unprepared, counts.skipped, counts.failed, counts.ran,
         counts.silent);
  return 0;
}
