// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_INTERPRETER_H_
#define TENSORFLOW_LITE_MICRO_MICRO_INTERPRETER_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/kernels/internal/tensor_ctypes.h"
#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_interpreter_context.h"
#include "tensorflow/lite/micro/micro_interpreter_graph.h"
#include "tensorflow/lite/micro/micro_op_resolver.h"
#include "tensorflow/lite/micro/micro_profiler_interface.h"
#include "tensorflow/lite/portable_type_to_tflitetype.h"
#include "tensorflow/lite/schema/schema_generated.h"

#define TFLITE_SCHEMA_VERSION (3)

namespace tflite {

// Runs a model. Model, resolver, arena, resource variables and profiler must outlive the interpreter; it
// allocates from the arena only. Whatever goes wrong is said through MicroPrintf and returned as
// kTfLiteError.
class MicroInterpreter {
 public:
  // The arena is best aligned to 16 bytes: an arena of exactly arena_used_bytes() then suffices. With
  // preserve_all_tensors every tensor keeps memory of its own, so that all can be read after Invoke().
  MicroInterpreter(const Model* model, const MicroOpResolver& op_resolver, uint8_t* tensor_arena,
                   size_t tensor_arena_size, MicroResourceVariables* resource_variables = nullptr,
                   MicroProfilerInterface* profiler = nullptr, bool preserve_all_tensors = false);
  MicroInterpreter(const Model* model, const MicroOpResolver& op_resolver, MicroAllocator* allocator,
                   MicroResourceVariables* resource_variables = nullptr,
                   MicroProfilerInterface* profiler = nullptr, bool preserve_all_tensors = false);
  ~MicroInterpreter();
  MicroInterpreter(const MicroInterpreter&) = delete;
  MicroInterpreter& operator=(const MicroInterpreter&) = delete;

  // Checks the model, prepares its operators and plans the arena. To be called once.
  TfLiteStatus AllocateTensors();
  // An input's memory may be reused by other tensors during Invoke(): fill all inputs before each.
  TfLiteStatus Invoke();
  // Forgets what earlier inferences left: variable tensors and resource variables become zero, kernels' reset
  // functions run.
  TfLiteStatus Reset();

  TfLiteStatus SetMicroExternalContext(void* external_context_payload);

  // Null, after saying why, before AllocateTensors() and for an index out of range.
  TfLiteTensor* input(size_t index);
  TfLiteTensor* output(size_t index);
  TfLiteTensor* input_tensor(size_t index) { return input(index); }
  TfLiteTensor* output_tensor(size_t index) { return output(index); }
  size_t inputs_size() const;
  size_t outputs_size() const;
  const flatbuffers::Vector<int32_t>& inputs() const { return *main_->inputs(); }
  const flatbuffers::Vector<int32_t>& outputs() const { return *main_->outputs(); }

  // Null as well when the tensor is of another type.
  template <typename T>
  T* typed_input_tensor(int tensor_index) {
    return TypedData<T>(input(tensor_index));
  }
  template <typename T>
  T* typed_output_tensor(int tensor_index) {
    return TypedData<T>(output(tensor_index));
  }

  // Null for a tensor or subgraph that does not exist, or a subgraph that nothing runs.
  TfLiteEvalTensor* GetTensor(int tensor_index, int subgraph_index = 0);

  TfLiteStatus initialization_status() const { return initialization_status_; }
  // After AllocateTensors(): the arena size that suffices, when aligned to 16 bytes.
  size_t arena_used_bytes() const { return context_.allocator->used_bytes(); }
  bool preserve_all_tensors() const { return preserve_all_tensors_; }

  // Ours, beyond upstream's interface: the operators of subgraph 0 one by one, in execution order, known
  // after AllocateTensors().

  size_t node_count() const;
  // The kernel that executes node i, e.g. "arm_convolve_s8"; the operator's name if the kernel has not stated
  // one.
  const char* node_kernel(size_t i) const;
  // How many operators node i executes: 1; or, fused, its own and those that follow it, which then execute 0.
  size_t node_operators(size_t i) const;
  // Before AllocateTensors(): operators are not fused, so that each has its time. Takes more of the arena.
  void DisableFusion() { fuses_ = false; }
  // Before AllocateTensors(): nodes have their scratch here where it fits, the others in the arena. The
  // memory is theirs during Invoke() only, so interpreters may share it. In a TCM it makes tiles of kernels
  // faster.
  void SetScratchBuffer(void* memory, size_t bytes);
  // Null for an output that does not exist, and for one between fused operators.
  const TfLiteEvalTensor* node_output(size_t i, size_t k) const;
  TfLiteStatus InvokeNode(size_t i);
  // The scratch of the node that has most: what the fast kernels' tiles take. In the arena it may lie where
  // dead tensors were.
  size_t scratch_bytes() const { return scratch_bytes_; }

 private:
  template <typename T>
  static T* TypedData(TfLiteTensor* tensor) {
    return static_cast<T*>(DataOfType(tensor, typeToTfLiteType<T>()));
  }

  static void* DataOfType(TfLiteTensor* tensor, TfLiteType type);
  TfLiteTensor* InterfaceTensor(const char* call, size_t index, size_t count, size_t first);
  void Init(MicroProfilerInterface* profiler);
  TfLiteStatus AllocateGraph();
  TfLiteStatus AllocateInterface();
  // The tensor that is number `i` of the inputs and the outputs behind them.
  int32_t InterfaceIndex(uint32_t i) const;
  TfLiteTensor* AllocateTensorArray(const flatbuffers::Vector<int32_t>* indices);
  TfLiteStatus ReportArenaTooSmall();
  TfLiteStatus EnsurePlanned(const char* call) const;

  const Model* model_;
  const MicroOpResolver& op_resolver_;
  MicroAllocator own_allocator_;
  TfLiteContext c_context_ = {};
  MicroInterpreterGraph graph_;
  MicroInterpreterContext context_;
  const SubGraph* main_ = nullptr;              // once the model has been checked
  TfLiteTensor** interface_tensors_ = nullptr;  // the inputs, then the outputs
  size_t scratch_bytes_ = 0;
  bool preserve_all_tensors_;
  bool fuses_ = true;
  TfLiteStatus initialization_status_ = kTfLiteError;
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_INTERPRETER_H_
