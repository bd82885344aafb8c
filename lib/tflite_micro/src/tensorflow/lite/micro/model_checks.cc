// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/core/api/flatbuffer_conversions.h"
#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/model_queries.h"
#include "tensorflow/lite/micro/model_verifier.h"
#include "tensorflow/lite/micro/optional_parts.h"

namespace tflite {
namespace {

TfLiteStatus FailWith(const char* table, uint32_t index, const char* what) {
  MicroPrintf("the model is damaged: %s %u %s; convert it again", table, static_cast<unsigned>(index), what);
  return kTfLiteError;
}

// Inline, so that the texts go where nobody reads them.
inline TfLiteStatus Fail(const char* table, uint32_t index, const char* what) {
#ifdef TF_LITE_STRIP_MODEL_TEXTS
  what = "is not what it must be";
#endif
  return FailWith(table, index, what);
}

bool IndicesInRange(const Indices* indices, int32_t lowest, uint32_t tensors) {
  for (uint32_t i = 0; i < Count(indices); ++i) {
    if (indices->Get(i) < lowest || indices->Get(i) >= static_cast<int32_t>(tensors)) return false;
  }
  return true;
}

struct Range {
  int32_t lowest;
  int32_t highest;
};

// A zero point is a value of its type: kernels pad with it and keep it in as many bits.
Range ZeroPointRange(TfLiteType type) {
  switch (type) {
    case kTfLiteInt4:
      return {-8, 7};
    case kTfLiteInt8:
      return {INT8_MIN, INT8_MAX};
    case kTfLiteUInt8:
      return {0, UINT8_MAX};
    case kTfLiteInt16:
      return {INT16_MIN, INT16_MAX};
    default:
      return {-INT32_MAX, INT32_MAX};
  }
}

TfLiteStatus CheckQuantization(const Tensor& tensor, TfLiteType type, uint32_t index) {
  const QuantizationParameters* quantization = tensor.quantization();
  if (quantization == nullptr || quantization->scale() == nullptr) return kTfLiteOk;
  const flatbuffers::Vector<float>& scale = *quantization->scale();
  const flatbuffers::Vector<int64_t>* zero_point = quantization->zero_point();
  const uint32_t zero_points = zero_point == nullptr ? 0 : zero_point->size();
  if (zero_points != 0 && zero_points != scale.size())
    return Fail("tensor", index, "has unequal numbers of scales and zero points");
  if (scale.size() > 1) {
    const uint32_t axis = static_cast<uint32_t>(quantization->quantized_dimension());
    if (axis >= Count(tensor.shape()) || tensor.shape()->Get(axis) != static_cast<int32_t>(scale.size())) {
      return Fail("tensor", index, "has a number of scales that its shape does not have");
    }
  }
  for (uint32_t i = 0; i < scale.size(); ++i) {
    // Also false for a NaN.
    if (!(scale[i] >= 0.0f && scale[i] <= 3.4e38f))
      return Fail("tensor", index, "has a scale that is negative or not finite");
  }
  const Range range = ZeroPointRange(type);
  for (uint32_t i = 0; i < zero_points; ++i) {
    if (zero_point->Get(i) < range.lowest || zero_point->Get(i) > range.highest)
      return Fail("tensor", index, "has a zero point outside its type");
  }
  return kTfLiteOk;
}

bool AreBooleans(const flatbuffers::Vector<uint8_t>& data) {
  for (uint32_t i = 0; i < data.size(); ++i) {
    if (data[i] > 1) return false;
  }
  return true;
}

TfLiteStatus CheckTensor(const Model& model, const Tensor& tensor, uint32_t index) {
  TfLiteType type;
  TF_LITE_ENSURE_STATUS(ConvertTensorType(tensor.type(), &type));
  size_t bytes;
  size_t element_bytes;
  if (BytesRequiredForTensor(tensor, &bytes, &element_bytes) != kTfLiteOk || Count(tensor.shape()) > 8) {
    MicroPrintf(
        "tensor %u, of type %s, has a shape or type that is not supported: at most 8 extents, none negative, "
        "under 2 GB (64 KB when one of them is 0)",
        static_cast<unsigned>(index), TfLiteTypeGetName(type));
    return kTfLiteError;
  }
  if (tensor.sparsity() != nullptr) {
    MicroPrintf("tensor %u is sparse, which no kernel here reads; convert the model without sparsity",
                static_cast<unsigned>(index));
    return kTfLiteError;
  }
  if (tensor.buffer() >= model.buffers()->size())
    return Fail("tensor", index, "names a buffer that does not exist");
  const Buffer& buffer = *model.buffers()->Get(tensor.buffer());
  if (buffer.size() > 1) return Fail("tensor", index, "has its data outside the file");
  const flatbuffers::Vector<uint8_t>* data = buffer.data();
  if (data != nullptr && data->size() != 0) {
    if (data->size() < bytes) return Fail("tensor", index, "has less data than its shape needs");
    if (type == kTfLiteBool && !AreBooleans(*data))
      return Fail("tensor", index, "has a bool that is not 0 or 1");
    const size_t alignment = element_bytes > 8 ? 8 : element_bytes == 0 ? 1 : element_bytes;
    if (reinterpret_cast<uintptr_t>(data->Data()) % alignment != 0) {
      MicroPrintf("the constant tensor %u is misaligned; declare the model's array alignas(16)",
                  static_cast<unsigned>(index));
      return kTfLiteError;
    }
  }
  return CheckQuantization(tensor, type, index);
}

bool IsWrittenBefore(const SubGraph& subgraph, int32_t tensor_index, uint32_t index) {
  for (uint32_t i = 0; i < index; ++i) {
    if (Contains(subgraph.operators()->Get(i)->outputs(), tensor_index)) return true;
  }
  return false;
}

// Whether the tensor has contents when operator `index` runs.
bool IsAvailable(const Model& model, const SubGraph& subgraph, int32_t tensor_index, uint32_t index) {
  const Tensor& tensor = *subgraph.tensors()->Get(static_cast<uint32_t>(tensor_index));
  size_t bytes = 0;
  size_t element_bytes;
  BytesRequiredForTensor(tensor, &bytes, &element_bytes);
  return IsConstant(model, tensor) || tensor.is_variable() || bytes == 0 ||
         Contains(subgraph.inputs(), tensor_index) || IsWrittenBefore(subgraph, tensor_index, index);
}

bool IsWritable(const Model& model, const SubGraph& subgraph, int32_t tensor_index, uint32_t index) {
  const Tensor& tensor = *subgraph.tensors()->Get(static_cast<uint32_t>(tensor_index));
  return !IsConstant(model, tensor) && !Contains(subgraph.inputs(), tensor_index) &&
         !IsWrittenBefore(subgraph, tensor_index, index);
}

bool IsResource(const SubGraph& subgraph, int32_t index) {
  return subgraph.tensors()->Get(static_cast<uint32_t>(index))->type() == TensorType_RESOURCE;
}

// A resource is no memory with contents: other kernels could not tell.
bool TakesResources(BuiltinOperator code) {
  return code == BuiltinOperator_VAR_HANDLE || code == BuiltinOperator_READ_VARIABLE ||
         code == BuiltinOperator_ASSIGN_VARIABLE || code == BuiltinOperator_IF ||
         code == BuiltinOperator_WHILE;
}

TfLiteStatus CheckOperator(const Model& model, const SubGraph& subgraph, uint32_t index) {
  const Operator& op = *subgraph.operators()->Get(index);
  const uint32_t tensors = subgraph.tensors()->size();
  if (op.opcode_index() >= model.operator_codes()->size())
    return Fail("operator", index, "names an operator code that does not exist");
  if (!IndicesInRange(op.inputs(), kTfLiteOptionalTensor, tensors) ||
      !IndicesInRange(op.outputs(), 0, tensors) ||
      !IndicesInRange(op.intermediates(), kTfLiteOptionalTensor, tensors)) {
    return Fail("operator", index, "names a tensor that does not exist");
  }
  constexpr char kMisplaced[] = "has a resource, which only variables and control flow do";
  const bool takes_resources = TakesResources(CodeOf(model, subgraph, index));
  for (uint32_t i = 0; i < Count(op.inputs()); ++i) {
    const int32_t input = op.inputs()->Get(i);
    if (input >= 0 && !takes_resources && IsResource(subgraph, input))
      return Fail("operator", index, kMisplaced);
    if (input >= 0 && !IsAvailable(model, subgraph, input, index)) {
      return Fail("operator", index, "reads a tensor that no earlier operator writes");
    }
  }
  for (uint32_t i = 0; i < Count(op.outputs()); ++i) {
    if (!takes_resources && IsResource(subgraph, op.outputs()->Get(i)))
      return Fail("operator", index, kMisplaced);
    if (!IsWritable(model, subgraph, op.outputs()->Get(i), index)) {
      return Fail("operator", index,
                  "writes a constant, an input or a tensor that an earlier operator writes");
    }
  }
  return kTfLiteOk;
}

TfLiteStatus CheckSubgraph(const Model& model, uint32_t index) {
  const SubGraph& subgraph = *model.subgraphs()->Get(index);
  if (subgraph.tensors() == nullptr || subgraph.inputs() == nullptr || subgraph.outputs() == nullptr ||
      subgraph.operators() == nullptr) {
    return Fail("subgraph", index, "has no tensors, inputs, outputs or operators");
  }
  const Indices& inputs = *subgraph.inputs();
  const Indices& outputs = *subgraph.outputs();
  // 16-bit numbers count them in the arena.
  if (subgraph.tensors()->size() > 0x7FFF || subgraph.operators()->size() > 0x7FFF) {
    return Fail("subgraph", index, "has more than 32,767 tensors or operators");
  }
  if (!IndicesInRange(&inputs, 0, subgraph.tensors()->size()) ||
      !IndicesInRange(&outputs, 0, subgraph.tensors()->size())) {
    return Fail("subgraph", index, "has an input or output that does not exist");
  }
  for (uint32_t i = 0; i < subgraph.tensors()->size(); ++i) {
    TF_LITE_ENSURE_STATUS(CheckTensor(model, *subgraph.tensors()->Get(i), i));
  }
  for (uint32_t i = 0; i < subgraph.operators()->size(); ++i) {
    TF_LITE_ENSURE_STATUS(CheckOperator(model, subgraph, i));
  }
  for (uint32_t i = 0; i < outputs.size(); ++i) {
    if (!IsAvailable(model, subgraph, outputs.Get(i), subgraph.operators()->size())) {
      return Fail("subgraph", index, "has an output that no operator writes");
    }
  }
  for (uint32_t i = 0; i < inputs.size(); ++i) {
    const int32_t input = inputs.Get(i);
    if (IsConstant(model, *subgraph.tensors()->Get(static_cast<uint32_t>(input))))
      return Fail("subgraph", index, "has a constant for an input");
    if (index == 0 && IsResource(subgraph, input)) return Fail("subgraph", 0, "has a resource for an input");
  }
  return kTfLiteOk;
}

}  // namespace

TfLiteStatus CheckModel(const Model* model) {
  if (model->version() != 3) {
    MicroPrintf("the model has schema version %u where 3 is supported; convert it again",
                static_cast<unsigned>(model->version()));
    return kTfLiteError;
  }
  if (model->operator_codes() == nullptr || model->buffers() == nullptr || model->subgraphs() == nullptr) {
    return Fail("table", 0, "has no operator codes, no buffers or no subgraphs");
  }
  const uint32_t subgraphs = model->subgraphs()->size();
  if (subgraphs == 0 || subgraphs > kMaxSubgraphs) {
    MicroPrintf("the model has %u subgraphs, where 1 to %u are supported", static_cast<unsigned>(subgraphs),
                static_cast<unsigned>(kMaxSubgraphs));
    return kTfLiteError;
  }
  for (uint32_t s = 0; s < subgraphs; ++s) TF_LITE_ENSURE_STATUS(CheckSubgraph(*model, s));
  if (optional_parts.subgraphs != nullptr) return optional_parts.subgraphs->check(*model);
  if (subgraphs == 1) return kTfLiteOk;
  MicroPrintf("the model has %u subgraphs, and no operator that runs one is registered",
              static_cast<unsigned>(subgraphs));
  return kTfLiteError;
}

}  // namespace tflite
