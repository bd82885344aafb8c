// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_KERNEL_RUNNER_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_KERNEL_RUNNER_H_

#include "tensorflow/lite/micro/fake_micro_context.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/micro_common.h"
#include "tensorflow/lite/micro/mock_micro_graph.h"

namespace tflite {
namespace micro {

// Runs one kernel on tensors of a test, without model or interpreter: init, prepare, invoke. The outputs are
// then where the tensors point to.
class KernelRunner {
 public:
  static constexpr size_t kKernelRunnerBufferSize_ = 40000;

  KernelRunner(const TFLMRegistration& registration, TfLiteTensor* tensors, int tensors_size,
               TfLiteIntArray* inputs, TfLiteIntArray* outputs, const void* builtin_data,
               TfLiteIntArray* intermediates = nullptr)
      : registration_(registration), context_data_(tensors, tensors_size, memory_, sizeof(memory_), &graph_) {
    context_.tensors = tensors;
    context_.tensors_size = static_cast<size_t>(tensors_size);
    node_.inputs = inputs;
    node_.outputs = outputs;
    node_.intermediates = intermediates;
    node_.builtin_data = const_cast<void*>(builtin_data);
    FillContext();
  }
  // Before InitAndPrepare: what that allocates belongs to this object's context.
  KernelRunner(const KernelRunner& other)
      : registration_(other.registration_),
        context_(other.context_),
        node_(other.node_),
        context_data_(context_.tensors, static_cast<int>(context_.tensors_size), memory_, sizeof(memory_),
                      &graph_) {
    FillContext();
  }
  KernelRunner& operator=(const KernelRunner&) = delete;

  // `init_data` is what a custom operator's init gets; a builtin one's gets its parameters.
  TfLiteStatus InitAndPrepare(const char* init_data = nullptr, size_t length = 0) {
    if (registration_.init != nullptr) {
      const auto* data = init_data == nullptr ? static_cast<const char*>(node_.builtin_data) : init_data;
      node_.user_data = registration_.init(&context_, data, length);
    }
    return registration_.prepare == nullptr ? kTfLiteOk : registration_.prepare(&context_, &node_);
  }

  TfLiteStatus Invoke() {
    return registration_.invoke == nullptr ? kTfLiteError : registration_.invoke(&context_, &node_);
  }

  // kTfLiteError when the kernel has no such function.
  TfLiteStatus Free() { return Call(registration_.free); }
  TfLiteStatus Reset() { return Call(registration_.reset); }

  MockMicroGraph* GetMockGraph() { return &graph_; }
  FakeMicroContext* GetFakeMicroContext() { return &context_data_; }
  bool ValidateTempBufferDeallocated() { return context_data_.IsAllTempTfLiteTensorDeallocated(); }

 private:
  void FillContext() {
    context_.impl_ = static_cast<MicroContext*>(&context_data_);
    context_.recommended_num_threads = 1;
    context_.ReportError = MicroContextReportOpError;
    context_.GetTensor = MicroContextGetTensor;
    context_.GetEvalTensor = MicroContextGetEvalTensor;
    context_.AllocatePersistentBuffer = MicroContextAllocatePersistentBuffer;
    context_.RequestScratchBufferInArena = MicroContextRequestScratchBufferInArena;
    context_.GetScratchBuffer = MicroContextGetScratchBuffer;
    context_.GetExternalContext = MicroContextGetExternalContext;
  }

  TfLiteStatus Call(void (*function)(TfLiteContext* context, void* buffer)) {
    if (function == nullptr) return kTfLiteError;
    function(&context_, node_.user_data);
    return kTfLiteOk;
  }

  const TFLMRegistration registration_;
  // One for all: tests run one after the other.
  alignas(16) inline static uint8_t memory_[kKernelRunnerBufferSize_];
  TfLiteContext context_ = {};
  TfLiteNode node_ = {};
  MockMicroGraph graph_;
  FakeMicroContext context_data_;
};

}  // namespace micro

using micro::KernelRunner;

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_KERNEL_RUNNER_H_
