// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_FUSED_POOL_H_
#define TENSORFLOW_LITE_MICRO_FUSED_POOL_H_

#include "tensorflow/lite/micro/kernel_choice.h"
#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_interpreter_context.h"

namespace tflite {

// A convolution and the pool behind it, run as one operator: the map between them is never held whole. Each
// kernel computes what it would have computed, part by part; so the result is the same to the last bit.
//
// By rows: of the map, the rows under one row of the pool's windows. By channels: kFusedChannels channels of
// it, and as many of the pool's output before they go to their places.

constexpr int32_t kFusedChannels = 8;

// Why two operators that follow each other, and of which the first's output is the second's alone, are not to
// be fused; kNone when they are: they are this library's kernels, the convolution's can be run in parts, and
// parts take less memory.
Refusal FusionRefusal(const NodeAndRegistration nodes[2], const TfLiteEvalTensor* tensors);

// Of two such operators: what takes the place of the map.
size_t FusedMapBytes(const NodeAndRegistration nodes[2], const TfLiteEvalTensor* tensors);

// Makes the first operator run both, and the second nothing. kTfLiteError when the arena is full.
TfLiteStatus FusePool(MicroInterpreterContext& context, NodeAndRegistration nodes[2]);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_FUSED_POOL_H_
