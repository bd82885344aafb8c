// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_OFFLINE_PLAN_H_
#define TENSORFLOW_LITE_MICRO_OFFLINE_PLAN_H_

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

// A memory plan that a tool left in the model's metadata, "OfflineMemoryAllocation": int32 version (1),
// number of the subgraph, number of its tensors, and for each its offset in the arena, or -1 for one to be
// planned here. Format: tflite-micro, docs/memory_management.md, "Offline planned tensor allocations".
class OfflinePlan {
 public:
  // The plan of a subgraph; none when the model has none for it.
  OfflinePlan(const Model& model, int subgraph_index);

  bool exists() const { return words_ != nullptr; }
  // -1 for a tensor that is to be planned here.
  int32_t OffsetOf(int tensor) const;

  // kTfLiteError, with a text, when the plan is not of `tensors` tensors, or an offset is no multiple of 16.
  TfLiteStatus Check(uint32_t tensors) const;

 private:
  int32_t word(uint32_t i) const;

  const flatbuffers::Vector<uint8_t>* words_ = nullptr;
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_OFFLINE_PLAN_H_
