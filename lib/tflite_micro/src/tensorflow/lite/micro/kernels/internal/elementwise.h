// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_ELEMENTWISE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_ELEMENTWISE_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/micro/kernels/internal/broadcast.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {

// What an element-wise operator keeps: the row function that fits its type, and in structures derived from
// this one what that function needs.
struct ElementwiseOpData {
  RowFunction row;
};

struct RowChoice {
  TfLiteType type;
  RowFunction row;
  const char* name;  // of the kernel
};

// Allocates the node's structure.
template <typename Data>
void* ElementwiseInit(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(Data));
}

// Checks that the node has `inputs` inputs of one type that broadcast to its output, whose type is `output`
// or, for kTfLiteNoType, theirs; takes the choice for that type.
TfLiteStatus ChooseRow(TfLiteContext* context, TfLiteNode* node, const char* op, int inputs,
                       const RowChoice* choices, size_t count, TfLiteType output);

// The same, with the node's structure cleared first.
template <typename Data, size_t N>
TfLiteStatus ElementwisePrepare(TfLiteContext* context, TfLiteNode* node, const char* op, int inputs,
                                const RowChoice (&choices)[N], TfLiteType output = kTfLiteNoType) {
  TF_LITE_ENSURE_MSG(context, node->user_data != nullptr,
                     "%s finds no room for its parameters; enlarge the arena.", op);
  *static_cast<Data*>(node->user_data) = Data{};
  return ChooseRow(context, node, op, inputs, choices, N, output);
}

TfLiteStatus ElementwiseInvoke(TfLiteContext* context, TfLiteNode* node);

inline bool IsQuantized(TfLiteType type) { return type == kTfLiteInt8 || type == kTfLiteInt16; }

// Prepare may hold each tensor of the node once at a time, for which the arena has room: these take and give
// back their own, and stand before the operator takes its tensors.

inline TfLiteType TypeOfInput(TfLiteContext* context, const TfLiteNode* node) {
  return TempTensor::Input(context, node, 0)->type;
}

// That the first `inputs` inputs and the output have a scale.
TfLiteStatus CheckScales(TfLiteContext* context, const TfLiteNode* node, const char* op, int inputs);

// That int16 has the zero point 0, as the specification of the quantisation asks: sums and products rely on
// it.
TfLiteStatus CheckSymmetric16(TfLiteContext* context, const TfLiteNode* node, const char* op, int inputs);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_ELEMENTWISE_H_
