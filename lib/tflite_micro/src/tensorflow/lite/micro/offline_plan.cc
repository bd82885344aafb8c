// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/offline_plan.h"

#include <cstring>

#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {
namespace {

constexpr uint32_t kHeaderWords = 3;
constexpr int32_t kVersion = 1;

}  // namespace

OfflinePlan::OfflinePlan(const Model& model, int subgraph_index) {
  if (model.metadata() == nullptr) return;
  for (const Metadata* metadata : *model.metadata()) {
    if (metadata->name() == nullptr || metadata->buffer() >= model.buffers()->size()) continue;
    if (strcmp(metadata->name()->c_str(), "OfflineMemoryAllocation") != 0) continue;
    words_ = model.buffers()->Get(metadata->buffer())->data();
    if (words_ != nullptr && words_->size() >= 2 * sizeof(int32_t) && word(1) == subgraph_index) return;
    words_ = nullptr;
  }
}

int32_t OfflinePlan::word(uint32_t i) const {
  return flatbuffers::ReadScalar<int32_t>(words_->Data() + i * sizeof(int32_t));
}

int32_t OfflinePlan::OffsetOf(int tensor) const {
  return words_ == nullptr ? -1 : word(kHeaderWords + static_cast<uint32_t>(tensor));
}

TfLiteStatus OfflinePlan::Check(uint32_t tensors) const {
  if (words_->size() != (kHeaderWords + tensors) * sizeof(int32_t) || word(0) != kVersion ||
      word(2) != static_cast<int32_t>(tensors)) {
    MicroPrintf("the model's memory plan is not of version %d and of %u tensors", static_cast<int>(kVersion),
                static_cast<unsigned>(tensors));
    return kTfLiteError;
  }
  for (uint32_t i = 0; i < tensors; ++i) {
    const int32_t offset = word(kHeaderWords + i);
    if (offset != -1 && (offset < 0 || static_cast<size_t>(offset) % MicroArenaBufferAlignment() != 0)) {
      MicroPrintf("the model's memory plan puts tensor %u at %d, which is no multiple of 16",
                  static_cast<unsigned>(i), static_cast<int>(offset));
      return kTfLiteError;
    }
  }
  return kTfLiteOk;
}

}  // namespace tflite
