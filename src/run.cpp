// SPDX-License-Identifier: Apache-2.0
#include "run.h"

#include "board.h"
#include "network.h"

// The barrier keeps the compiler from finding that there is nothing to call.
extern "C" __attribute__((noinline, noclone, used)) void layerscope_layer_end(uint32_t index) {
  __asm__ volatile("" : : "r"(index) : "memory");
}

uint32_t LayerProfiler::BeginEvent(const char*) {
  if (depth_++ != 0) return 0;
  // A layer that another one runs too has no event of its own.
  while (count_ < network::layer_count() && count_ < kMaxLayers && network::operators(count_) == 0)
    cycles_[count_++] = 0;
  const size_t layer = count_ < kMaxLayers ? count_++ : kMaxLayers - 1;
  begin_ = board::cycles();
  return static_cast<uint32_t>(layer);
}

void LayerProfiler::EndEvent(uint32_t handle) {
  if (--depth_ != 0) return;
  cycles_[handle] = board::cycles() - begin_;
  layerscope_layer_end(handle);
}

uint64_t LayerProfiler::total_cycles() const {
  uint64_t total = 0;
  for (size_t i = 0; i < count_; ++i) total += cycles_[i];
  return total;
}

namespace run {

LayerProfiler& profiler() {
  static LayerProfiler instance;
  return instance;
}

bool infer(uint64_t* cycles) {
  profiler().clear();
  const uint64_t begin = board::cycles();
  const TfLiteStatus status = network::interpreter().Invoke();
  *cycles = board::cycles() - begin;
  return status == kTfLiteOk;
}

}  // namespace run
