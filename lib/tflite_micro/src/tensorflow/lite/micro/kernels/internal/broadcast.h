// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_BROADCAST_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_BROADCAST_H_

#include <cstdint>

#include "tensorflow/lite/c/common.h"

// The loop that all element-wise operators share: one function walks the shapes, whatever the type, and calls
// a function of the operator for each row. Only the rows are compiled once for each operator and type.

namespace tflite {

constexpr int kMostElementwiseInputs = 3;

// Elements that lie side by side in the output. Input k's element i is at input[k] + i * step[k] elements:
// step 0 repeats one element, step 1 walks.
struct Row {
  const void* input[kMostElementwiseInputs];
  int32_t step[kMostElementwiseInputs];
  void* output;
  int32_t count;
  const void* data;  // what the operator computed in Prepare
};

using RowFunction = void (*)(const Row& row);

// Calls `function` for each row of the node's output, inputs broadcast as NumPy does. The node was checked
// with CheckBroadcast().
void ForEachRow(const TfLiteContext* context, const TfLiteNode* node, RowFunction function, const void* data);

// Prepare: that the first `inputs` inputs broadcast to the shape of output 0. `op` is for the message.
TfLiteStatus CheckBroadcast(TfLiteContext* context, const TfLiteNode* node, int inputs, const char* op);

// output[i] = Operation::Apply(a[i], data), for any type of output.
template <typename Operation, typename T, typename Output = T>
void UnaryRow(const Row& row) {
  const auto* a = static_cast<const T*>(row.input[0]);
  auto* output = static_cast<Output*>(row.output);
  for (int32_t i = 0; i < row.count; ++i) output[i] = Operation::Apply(a[i], row.data);
}

// output[i] = Operation::Apply(a[i], b[i], data)
template <typename Operation, typename T, typename Output = T>
void BinaryRow(const Row& row) {
  const auto* a = static_cast<const T*>(row.input[0]);
  const auto* b = static_cast<const T*>(row.input[1]);
  auto* output = static_cast<Output*>(row.output);
  for (int32_t i = 0; i < row.count; ++i) {
    output[i] = Operation::Apply(*a, *b, row.data);
    a += row.step[0];
    b += row.step[1];
  }
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_BROADCAST_H_
