// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_FAKE_MICRO_CONTEXT_H_
#define TENSORFLOW_LITE_MICRO_FAKE_MICRO_CONTEXT_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/micro/micro_context.h"

namespace tflite {

// What a kernel finds around it when a test runs it alone: the tensors that the test made, and `bytes` of
// memory. Nothing is given back; scratch lies beside what is persistent.
class FakeMicroContext : public MicroContext {
 public:
  static constexpr int kMostTensors = 40;
  static constexpr int kMostScratchBuffers = 12;

  FakeMicroContext(TfLiteTensor* tensors, int tensor_count, uint8_t* memory, size_t bytes, MicroGraph* graph)
      : tensors_(tensors), tensor_count_(tensor_count), memory_(memory), bytes_(bytes), graph_(graph) {
    for (int i = 0; i < tensor_count && i < kMostTensors; ++i) {
      eval_tensors_[i].data = tensors[i].data;
      eval_tensors_[i].dims = tensors[i].dims;
      eval_tensors_[i].type = tensors[i].type;
    }
  }

  void* AllocatePersistentBuffer(size_t bytes) override {
    const size_t start = (used_ + 15) / 16 * 16;
    if (bytes > bytes_ || start > bytes_ - bytes) return nullptr;
    used_ = start + bytes;
    return memory_ + start;
  }
  TfLiteStatus RequestScratchBufferInArena(size_t bytes, int* buffer_index) override {
    void* buffer = scratch_count_ < kMostScratchBuffers ? AllocatePersistentBuffer(bytes) : nullptr;
    if (buffer == nullptr) return kTfLiteError;
    *buffer_index = scratch_count_;
    scratch_[scratch_count_++] = buffer;
    return kTfLiteOk;
  }
  void* GetScratchBuffer(int buffer_index) override {
    return buffer_index < 0 || buffer_index >= scratch_count_ ? nullptr : scratch_[buffer_index];
  }

  TfLiteTensor* AllocateTempTfLiteTensor(int tensor_index) override {
    if (tensor_index < 0 || tensor_index >= tensor_count_) return nullptr;
    ++temps_;
    if (tensor_index < kMostTensors) AddAffine(tensor_index);
    return &tensors_[tensor_index];
  }
  void DeallocateTempTfLiteTensor(TfLiteTensor* tensor) override {
    if (tensor != nullptr) --temps_;
  }
  bool IsAllTempTfLiteTensorDeallocated() const { return temps_ == 0; }

  uint8_t* AllocateTempBuffer(size_t size, size_t) override {
    ++temps_;
    return static_cast<uint8_t*>(AllocatePersistentBuffer(size));
  }
  void DeallocateTempBuffer(uint8_t* buffer) override {
    if (buffer != nullptr) --temps_;
  }

  TfLiteEvalTensor* GetEvalTensor(int tensor_index) override {
    return tensor_index < 0 || tensor_index >= tensor_count_ ? nullptr : &eval_tensors_[tensor_index];
  }

  TfLiteStatus set_external_context(void* external_context_payload) override {
    external_context_ = external_context_payload;
    return kTfLiteOk;
  }
  void* external_context() override { return external_context_; }
  MicroGraph& graph() override { return *graph_; }

 private:
  // One scale as a model's tensors have it; a TfLiteFloatArray and a TfLiteIntArray of one element.
  struct OneScale {
    int count;
    float scale;
    int zero_point_count;
    int zero_point;
    TfLiteAffineQuantization affine;
  };

  // A test states one scale in `params` alone; a tensor of a model has it as an array, too.
  void AddAffine(int index) {
    TfLiteTensor& tensor = tensors_[index];
    if (tensor.quantization.params != nullptr || tensor.params.scale == 0.0f) return;
    OneScale& one = scales_[index];
    one = {1, tensor.params.scale, 1, tensor.params.zero_point, {}};
    one.affine.scale = reinterpret_cast<TfLiteFloatArray*>(&one.count);
    one.affine.zero_point = reinterpret_cast<TfLiteIntArray*>(&one.zero_point_count);
    tensor.quantization = {kTfLiteAffineQuantization, &one.affine};
  }

  TfLiteTensor* tensors_;
  int tensor_count_;
  uint8_t* memory_;
  size_t bytes_;
  size_t used_ = 0;
  MicroGraph* graph_;
  TfLiteEvalTensor eval_tensors_[kMostTensors] = {};
  OneScale scales_[kMostTensors] = {};
  void* scratch_[kMostScratchBuffers] = {};
  int scratch_count_ = 0;
  int temps_ = 0;
  void* external_context_ = nullptr;

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_FAKE_MICRO_CONTEXT_H_
