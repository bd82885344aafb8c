// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_WEIGHTED_LAYER_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_WEIGHTED_LAYER_H_

#include <cstddef>

#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/op_data.h"

// What CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED check and derive alike: inputs 0 activations, 1 filter,
// 2 bias (optional).

namespace tflite {

struct WeightedLayer {
  // With the numbers of the inputs, where they stand elsewhere.
  WeightedLayer(TfLiteContext* context, const TfLiteNode* node, int input = 0, int filter = 1, int bias = 2);

  TempTensor input;
  TempTensor filter;
  TempTensor bias;
  TempTensor output;
};

// One form of an operator. Code and tables of a form are reached through this alone, so that an image which
// registers one form (Register_CONV_2D_INT8() and its like) holds nothing of the others.
template <typename OpData>
struct WeightedForm {
  KernelForm form;
  const char* name;  // of the reference kernel
  // Fills what the form adds to the op data; null when it adds nothing. The filter's channels lie along
  // `channel_axis`.
  TfLiteStatus (*quantize)(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                           TfLiteFusedActivation activation, int channel_axis, OpData* data);
  // The reference kernel.
  TfLiteStatus (*invoke)(TfLiteContext* context, TfLiteNode* node);
};

// Of the forms of an operator, the one that DetermineForm told; it is among them.
template <typename OpData, size_t kCount>
const WeightedForm<OpData>& FormAmong(const WeightedForm<OpData>* const (&forms)[kCount], KernelForm form) {
  size_t i = 0;
  while (i + 1 < kCount && forms[i]->form != form) ++i;
  return *forms[i];
}

// Checks the tensors' presence and types, and tells the form of the computation.
TfLiteStatus DetermineForm(TfLiteContext* context, const char* op, const TfLiteNode* node,
                           const WeightedLayer& layer, TfLiteFusedActivation activation, KernelForm* form);

// Whether a node of form `form` is of the form that was registered; if not, says so.
TfLiteStatus EnsureForm(TfLiteContext* context, const char* op, KernelForm form, KernelForm registered);

// The filter's scales along `axis`, when they are as many as `channels` or one, and their zero points are 0
// (or there is one only, and `zero_point_allowed`). Null otherwise, with the reason reported.
const TfLiteFloatArray* FilterScales(TfLiteContext* context, const char* op, const TfLiteTensor& filter,
                                     int axis, int channels, bool zero_point_allowed);

// That the zero points of input and output are 0, as the specification asks of int16.
TfLiteStatus CheckSymmetricInt16(TfLiteContext* context, const char* op, const WeightedLayer& layer);

// Whether any scale differs from the first.
bool ScalesDiffer(const TfLiteFloatArray& scales);

// Allocates and fills a multiplier and a shift per channel: input scale * filter scale / output scale.
TfLiteStatus AllocateChannelMultipliers(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                                        const TfLiteFloatArray& scales, int channels, int32_t** multiplier,
                                        int32_t** shift);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_WEIGHTED_LAYER_H_
