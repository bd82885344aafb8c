// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_resource_variable.h"

#include <cstring>
#include <new>

#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {
namespace {

bool SameText(const char* a, const char* b) {
  return strcmp(a == nullptr ? "" : a, b == nullptr ? "" : b) == 0;
}

}  // namespace

MicroResourceVariables* MicroResourceVariables::Create(MicroAllocator* allocator, int num_variables) {
  if (allocator == nullptr || num_variables < 0) {
    MicroPrintf("resource variables need an allocator and how many they are at most");
    return nullptr;
  }
  void* self = allocator->AllocatePersistentBuffer(sizeof(MicroResourceVariables));
  void* variables =
      allocator->AllocatePersistentBuffer(static_cast<size_t>(num_variables) * sizeof(Variable));
  if (self == nullptr || variables == nullptr) {
    MicroPrintf("the arena lacks %u bytes for %d resource variables",
                static_cast<unsigned>(allocator->lacking_bytes()), num_variables);
    return nullptr;
  }
  return new (self) MicroResourceVariables(static_cast<Variable*>(variables), num_variables);
}

int MicroResourceVariables::CreateIdIfNoneFound(const char* container, const char* shared_name) {
  for (int id = 0; id < count_; ++id) {
    if (SameText(variables_[id].container, container) && SameText(variables_[id].shared_name, shared_name))
      return id;
  }
  if (count_ == capacity_) {
    MicroPrintf("resource variable %s is one too many for MicroResourceVariables::Create(allocator, %d)",
                shared_name == nullptr ? "" : shared_name, capacity_);
    return -1;
  }
  variables_[count_] = {container, shared_name, nullptr, 0, 0, kTfLiteNoType};
  return count_++;
}

MicroResourceVariables::Variable* MicroResourceVariables::Find(int id, size_t bytes) {
  if (id < 0 || id >= count_) {
    MicroPrintf("resource variable %d does not exist: there are %d", id, count_);
    return nullptr;
  }
  Variable& variable = variables_[id];
  if (variable.data != nullptr && variable.bytes == bytes) return &variable;
  MicroPrintf("resource variable %s has %u bytes where %u are read or written",
              variable.shared_name == nullptr ? "" : variable.shared_name,
              static_cast<unsigned>(variable.bytes), static_cast<unsigned>(bytes));
  return nullptr;
}

MicroResourceVariables::Variable* MicroResourceVariables::Find(int id, const TfLiteEvalTensor* tensor) {
  size_t bytes;
  if (TfLiteEvalTensorByteLength(tensor, &bytes) != kTfLiteOk) return nullptr;
  Variable* variable = Find(id, bytes);
  if (variable == nullptr || variable->type == tensor->type) return variable;
  MicroPrintf("resource variable %s is %s, not %s",
              variable->shared_name == nullptr ? "" : variable->shared_name,
              TfLiteTypeGetName(variable->type), TfLiteTypeGetName(tensor->type));
  return nullptr;
}

TfLiteStatus MicroResourceVariables::Allocate(int id, TfLiteContext* context, const TfLiteTensor* tensor) {
  if (id >= 0 && id < count_ && variables_[id].data == nullptr) {
    Variable& variable = variables_[id];
    variable.data = static_cast<uint8_t*>(context->AllocatePersistentBuffer(context, tensor->bytes));
    if (variable.data == nullptr) return kTfLiteError;
    variable.bytes = tensor->bytes;
    variable.zero = static_cast<int16_t>(tensor->type == kTfLiteInt8 ? tensor->params.zero_point : 0);
    variable.type = tensor->type;
    memset(variable.data, variable.zero, variable.bytes);
  }
  const TfLiteEvalTensor eval = {tensor->data, tensor->dims, tensor->type};
  return Find(id, &eval) == nullptr ? kTfLiteError : kTfLiteOk;
}

TfLiteStatus MicroResourceVariables::Read(int id, const TfLiteEvalTensor* tensor) {
  const Variable* variable = Find(id, tensor);
  if (variable == nullptr) return kTfLiteError;
  memcpy(tensor->data.data, variable->data, variable->bytes);
  return kTfLiteOk;
}

TfLiteStatus MicroResourceVariables::Assign(int id, const TfLiteEvalTensor* tensor) {
  const Variable* variable = Find(id, tensor);
  return variable == nullptr ? kTfLiteError : Assign(id, variable->bytes, tensor->data.data);
}

TfLiteStatus MicroResourceVariables::Assign(int id, size_t count_bytes, const void* input_buffer) {
  Variable* variable = Find(id, count_bytes);
  if (variable == nullptr) return kTfLiteError;
  memcpy(variable->data, input_buffer, count_bytes);
  return kTfLiteOk;
}

TfLiteStatus MicroResourceVariables::ResetAll() {
  for (int id = 0; id < count_; ++id) {
    if (variables_[id].data != nullptr)
      memset(variables_[id].data, variables_[id].zero, variables_[id].bytes);
  }
  return kTfLiteOk;
}

}  // namespace tflite
