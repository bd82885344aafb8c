// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_interpreter_context.h"

#include <new>

#include "tensorflow/lite/micro/kernel_choice.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {
namespace {

// A TfLiteTensor's quantisation, in one allocation. The scales stay in the model, which has them in the same
// layout; the zero points stand there as int64 and are copied behind this.
struct QuantizationStorage {
  TfLiteAffineQuantization affine;
  TfLiteIntArray zero_point;
};

uint32_t ScaleCount(const Tensor& tensor) {
  const QuantizationParameters* quantization = tensor.quantization();
  return quantization == nullptr || quantization->scale() == nullptr ? 0 : quantization->scale()->size();
}

size_t QuantizationBytes(uint32_t scales) { return sizeof(QuantizationStorage) + scales * sizeof(int32_t); }

void FillQuantization(const Tensor& tensor, void* memory, TfLiteTensor* result) {
  QuantizationStorage* storage = new (memory) QuantizationStorage;
  const QuantizationParameters& quantization = *tensor.quantization();
  const uint32_t scales = ScaleCount(tensor);
  const flatbuffers::Vector<int64_t>* zero_point = quantization.zero_point();
  const bool has_zero_point = zero_point != nullptr && zero_point->size() == scales;
  storage->zero_point.size = static_cast<int>(scales);
  for (uint32_t i = 0; i < scales; ++i) {
    storage->zero_point.data[i] = has_zero_point ? static_cast<int>(zero_point->Get(i)) : 0;
  }
  // Read only, although the type does not say so.
  storage->affine.scale =
      reinterpret_cast<TfLiteFloatArray*>(const_cast<flatbuffers::Vector<float>*>(quantization.scale()));
  storage->affine.zero_point = &storage->zero_point;
  storage->affine.quantized_dimension = quantization.quantized_dimension();
  result->quantization = {kTfLiteAffineQuantization, &storage->affine};
  if (scales == 1) result->params = {quantization.scale()->Get(0), storage->zero_point.data[0]};
}

}  // namespace

void* MicroInterpreterContext::AllocatePersistentBuffer(size_t bytes) {
  if (stage != Stage::kInit && stage != Stage::kPrepare) {
    MicroPrintf("operator %d asks for persistent memory outside init and prepare",
                graph_.GetCurrentOperatorIndex());
    return nullptr;
  }
  return allocator->AllocatePersistentBuffer(bytes);
}

ScratchBuffer* MicroInterpreterContext::scratch_buffer(int number) {
  return reinterpret_cast<ScratchBuffer*>(allocator->end() -
                                          static_cast<size_t>(number) * MicroAllocator::kPersistentAlignment);
}

TfLiteStatus MicroInterpreterContext::RequestScratchBufferInArena(size_t bytes, int* buffer_index) {
  if (stage != Stage::kPrepare) {
    MicroPrintf("operator %d asks for a scratch buffer outside prepare", graph_.GetCurrentOperatorIndex());
    return kTfLiteError;
  }
  void* memory = allocator->AllocatePersistentBuffer(sizeof(ScratchBuffer));
  if (memory == nullptr) return kTfLiteError;
  const size_t number = static_cast<size_t>(allocator->end() - static_cast<uint8_t*>(memory)) /
                        MicroAllocator::kPersistentAlignment;
  if (number > 0xFFFF || bytes > 0x7FFFFFFF) {
    MicroPrintf("operator %d asks for a scratch buffer of %u bytes, which is too much",
                graph_.GetCurrentOperatorIndex(), static_cast<unsigned>(bytes));
    return kTfLiteError;
  }
  ScratchBuffer* request = new (memory) ScratchBuffer;
  request->bytes = bytes;
  uint16_t& last = graph_.current().last_scratch_buffer;
  request->node = static_cast<uint16_t>(graph_.GetCurrentOperatorIndex());
  request->next = last;
  last = static_cast<uint16_t>(number);
#ifdef LAYERSCOPE_REPORT_CHOICES
  if (kernel_choice_observer != nullptr && graph_.GetCurrentSubgraphIndex() == 0) {
    kernel_choice_observer->scratch(request->node, bytes);
  }
#endif
  *buffer_index = last;
  return kTfLiteOk;
}

void* MicroInterpreterContext::GetScratchBuffer(int buffer_index) {
  return stage == Stage::kPlanned && buffer_index > 0 ? scratch_buffer(buffer_index)->data : nullptr;
}

TfLiteTensor* MicroInterpreterContext::AllocateTempTfLiteTensor(int tensor_index) {
  return NewTensor(tensor_index, false);
}

void MicroInterpreterContext::DeallocateTempTfLiteTensor(TfLiteTensor* tensor) {
  if (tensor != nullptr) allocator->DeallocateTemp();
}

uint8_t* MicroInterpreterContext::AllocateTempBuffer(size_t size, size_t alignment) {
  // Later the memory belongs to activations.
  return stage == Stage::kPlanned ? nullptr : allocator->AllocateTemp(size, alignment);
}

void MicroInterpreterContext::DeallocateTempBuffer(uint8_t* buffer) {
  if (buffer != nullptr) allocator->DeallocateTemp();
}

TfLiteEvalTensor* MicroInterpreterContext::GetEvalTensor(int tensor_index) {
  // A negative index is too large, too.
  if (static_cast<size_t>(tensor_index) >= graph_.tensors_size()) return nullptr;
  return &graph_.current().tensors[tensor_index];
}

TfLiteStatus MicroInterpreterContext::set_external_context(void* external_context_payload) {
  if (external_context_payload == nullptr || external_context_ != nullptr) {
    MicroPrintf("the external context is null or set already; set it once");
    return kTfLiteError;
  }
  external_context_ = external_context_payload;
  return kTfLiteOk;
}

void MicroInterpreterContext::SetKernelName(const TfLiteNode*, const char* name) {
  graph_.current_node().kernel_name = name;
}

size_t MicroInterpreterContext::TempTensorBytes(const SubGraph& subgraph, int tensor_index) const {
  const uint32_t scales = ScaleCount(*subgraph.tensors()->Get(static_cast<uint32_t>(tensor_index)));
  return AlignSizeUp(sizeof(TfLiteTensor), MicroAllocator::kPersistentAlignment) +
         (scales == 0 ? 0 : AlignSizeUp(QuantizationBytes(scales), MicroAllocator::kPersistentAlignment));
}

TfLiteTensor* MicroInterpreterContext::NewTensor(int tensor_index, bool persistent) {
  const TfLiteEvalTensor* eval = GetEvalTensor(tensor_index);
  if (eval == nullptr || stage == Stage::kPlanned) return nullptr;
  const Tensor& tensor = *graph_.current_subgraph().tensors()->Get(static_cast<uint32_t>(tensor_index));
  const uint32_t scales = ScaleCount(tensor);
  const size_t tensor_bytes = AlignSizeUp(sizeof(TfLiteTensor), MicroAllocator::kPersistentAlignment);
  const size_t bytes = tensor_bytes + (scales == 0 ? 0 : QuantizationBytes(scales));
  uint8_t* memory = persistent ? static_cast<uint8_t*>(allocator->AllocatePersistentBuffer(bytes))
                               : allocator->AllocateTemp(bytes, MicroAllocator::kPersistentAlignment);
  if (memory == nullptr) return nullptr;
  TfLiteTensor* result = new (memory) TfLiteTensor();
  if (scales != 0) FillQuantization(tensor, memory + tensor_bytes, result);
  result->data = eval->data;
  result->dims = eval->dims;
  result->type = eval->type;
  result->is_variable = tensor.is_variable();
  result->allocation_type = eval->data.data != nullptr ? kTfLiteMmapRo
                            : result->is_variable      ? kTfLiteArenaRwPersistent
                                                       : kTfLiteArenaRw;
  TfLiteEvalTensorByteLength(eval, &result->bytes);
  return result;
}

}  // namespace tflite
