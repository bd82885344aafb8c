// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MODEL_QUERIES_H_
#define TENSORFLOW_LITE_MICRO_MODEL_QUERIES_H_

#include "tensorflow/lite/schema/schema_generated.h"
#include "tensorflow/lite/schema/schema_utils.h"

// What several parts ask of a model's tables. A list that the model leaves out is null, and empty.

namespace tflite {

using Indices = flatbuffers::Vector<int32_t>;

inline uint32_t Count(const Indices* indices) { return indices == nullptr ? 0 : indices->size(); }

inline bool Contains(const Indices* indices, int32_t value) {
  for (uint32_t i = 0; i < Count(indices); ++i) {
    if (indices->Get(i) == value) return true;
  }
  return false;
}

inline BuiltinOperator CodeOf(const Model& model, const SubGraph& subgraph, uint32_t index) {
  return GetBuiltinCode(model.operator_codes()->Get(subgraph.operators()->Get(index)->opcode_index()));
}

// What each byte of a variable is when it starts and after Reset(): real 0, which in int8 is the zero point.
inline int InitialByte(const Tensor& variable) {
  const QuantizationParameters* quantization = variable.quantization();
  if (variable.type() != TensorType_INT8 || quantization == nullptr) return 0;
  const auto* zero_point = quantization->zero_point();
  return zero_point == nullptr || zero_point->size() == 0 ? 0 : static_cast<int>(zero_point->Get(0));
}

inline bool IsConstant(const Model& model, const Tensor& tensor) {
  const flatbuffers::Vector<uint8_t>* data = model.buffers()->Get(tensor.buffer())->data();
  return data != nullptr && data->size() != 0;
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MODEL_QUERIES_H_
