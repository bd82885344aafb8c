// SPDX-License-Identifier: Apache-2.0
// One inference, measured layer by layer.
#ifndef LAYERSCOPE_RUN_H_
#define LAYERSCOPE_RUN_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/micro/compatibility.h"
#include "tensorflow/lite/micro/micro_profiler_interface.h"

// "The interval between the last two reads of DWT->CYCCNT was layer `index`": a virtual board that finds the
// symbol keeps that interval's instructions, cycles and stalls. It does nothing else.
extern "C" void layerscope_layer_end(uint32_t index);

// Reads the cycle counter once where a layer begins and once where it ends, and calls the marker. Operators
// of subgraphs that a layer runs are part of that layer.
class LayerProfiler : public tflite::MicroProfilerInterface {
 public:
  static constexpr size_t kMaxLayers = 256;

  uint32_t BeginEvent(const char* tag) override;
  void EndEvent(uint32_t handle) override;

  void clear() { count_ = depth_ = 0; }
  size_t count() const { return count_; }
  uint64_t cycles(size_t layer) const { return cycles_[layer]; }
  uint64_t total_cycles() const;

 private:
  size_t count_ = 0;
  uint32_t depth_ = 0;
  uint64_t begin_ = 0;
  uint64_t cycles_[kMaxLayers] = {};
  TF_LITE_REMOVE_VIRTUAL_DELETE
};

namespace run {

LayerProfiler& profiler();

// Runs the network on the input that it has been given. `cycles` is what the whole of it took. false if an
// operator failed.
bool infer(uint64_t* cycles);

}  // namespace run

#endif  // LAYERSCOPE_RUN_H_
