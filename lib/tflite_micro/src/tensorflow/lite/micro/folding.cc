// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/arena_planner.h"
#include "tensorflow/lite/micro/model_queries.h"
#include "tensorflow/lite/micro/optional_parts.h"

namespace tflite {

bool IsFoldable(const Model& model, const SubGraph& subgraph, uint32_t index) {
  if (CodeOf(model, subgraph, index) != BuiltinOperator_DEQUANTIZE) return false;
  const Operator& op = *subgraph.operators()->Get(index);
  if (op.inputs() == nullptr || op.inputs()->size() != 1 || op.inputs()->Get(0) < 0) return false;
  if (op.outputs() == nullptr || op.outputs()->size() != 1) return false;
  const int32_t output_index = op.outputs()->Get(0);
  const Tensor& input = *subgraph.tensors()->Get(static_cast<uint32_t>(op.inputs()->Get(0)));
  const Tensor& output = *subgraph.tensors()->Get(static_cast<uint32_t>(output_index));
  if (!IsConstant(model, input) || input.is_variable()) return false;
  if (input.type() != TensorType_FLOAT16 || output.type() != TensorType_FLOAT32) return false;
  const void* output_shape = output.shape();
  if (input.shape() == nullptr || output_shape == nullptr ||
      !TfLiteIntArrayEqual(reinterpret_cast<const TfLiteIntArray*>(input.shape()),
                           static_cast<const TfLiteIntArray*>(output_shape))) {
    return false;
  }
  if (Contains(subgraph.outputs(), output_index)) return false;
  for (uint32_t i = 0; i < subgraph.operators()->size(); ++i) {
    const flatbuffers::Vector<int32_t>* inputs = subgraph.operators()->Get(i)->inputs();
    const BuiltinOperator code = CodeOf(model, subgraph, i);
    const bool reads_float16 = code == BuiltinOperator_CONV_2D || code == BuiltinOperator_DEPTHWISE_CONV_2D ||
                               code == BuiltinOperator_FULLY_CONNECTED;
    for (uint32_t k = 0; inputs != nullptr && k < inputs->size(); ++k) {
      if (inputs->Get(k) == output_index && (!reads_float16 || (k != 1 && k != 2))) return false;
    }
  }
  return true;
}

void EnableFolding() { optional_parts.is_foldable = IsFoldable; }

}  // namespace tflite
