// SPDX-License-Identifier: Apache-2.0
// The target and the mutator as libFuzzer calls them.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "model_mutator.h"
#include "model_target.h"

namespace {

void PrintCounts() {
  const FuzzCounts& counts = g_fuzz_counts;
  fprintf(stderr,
          "executions %" PRIu64 " unverified %" PRIu64 " unprepared %" PRIu64 " skipped %" PRIu64
          " failed %" PRIu64 " ran %" PRIu64 " silent %" PRIu64 "\n",
          counts.total(), counts.unverified, counts.unprepared, counts.skipped, counts.failed, counts.ran,
          counts.silent);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  atexit(PrintCounts);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  RunModelInSome(data, size);
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned int seed) {
  // libFuzzer's buffer need not be aligned.
  static std::vector<uint64_t> copy;
  copy.resize(size / 8 + 1);
  memcpy(copy.data(), data, size);
  auto* const bytes = reinterpret_cast<uint8_t*>(copy.data());
  const size_t result = MutateModel(bytes, size, max_size, seed);
  memcpy(data, bytes, result);
  return result;
}
