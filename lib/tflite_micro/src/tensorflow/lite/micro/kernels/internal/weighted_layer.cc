// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/weighted_layer.h"

#include <iterator>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {

WeightedLayer::WeightedLayer(TfLiteContext* context, const TfLiteNode* node, int input, int filter, int bias)
    : input(TempTensor::Input(context, node, input)),
      filter(TempTensor::Input(context, node, filter)),
      bias(TempTensor::Input(context, node, bias)),
      output(TempTensor::Output(context, node, 0)) {}

namespace {

// What the forms take. A bias may be left out everywhere.
struct FormTypes {
  uint8_t input;  // TfLiteType
  uint8_t filter;
  uint8_t bias;
  uint8_t other_bias;
  KernelForm form;
};
constexpr FormTypes kFormTypes[] = {
    {kTfLiteFloat32, kTfLiteFloat32, kTfLiteFloat32, kTfLiteFloat16, KernelForm::kFloat32},
    {kTfLiteFloat32, kTfLiteFloat16, kTfLiteFloat32, kTfLiteFloat16, KernelForm::kFloat16Weights},
    {kTfLiteFloat32, kTfLiteInt8, kTfLiteFloat32, kTfLiteFloat32, KernelForm::kHybrid},
    {kTfLiteInt8, kTfLiteInt8, kTfLiteInt32, kTfLiteInt32, KernelForm::kInt8},
    {kTfLiteInt8, kTfLiteInt4, kTfLiteInt32, kTfLiteInt32, KernelForm::kInt4},
    {kTfLiteInt16, kTfLiteInt8, kTfLiteInt64, kTfLiteInt32, KernelForm::kInt16},
};

bool IsScaled(const TfLiteTensor& tensor) { return tensor.params.scale > 0.0f; }

}  // namespace

TfLiteStatus DetermineForm(TfLiteContext* context, const char* op, const TfLiteNode* node,
                           const WeightedLayer& layer, TfLiteFusedActivation activation, KernelForm* form) {
  TF_LITE_ENSURE_MSG(context, node->outputs->size == 1 && layer.input && layer.filter && layer.output,
                     "%s needs an input, a filter and one output; check how the model was converted.", op);
  TF_LITE_ENSURE_MSG(context, IsClampingActivation(activation),
                     "%s has fused activation %d; none, RELU, RELU6 and RELU_N1_TO_1 are supported.", op,
                     static_cast<int>(activation));
  const TfLiteType input = layer.input->type;
  const TfLiteType filter = layer.filter->type;
  const TfLiteType bias = layer.bias ? layer.bias->type : kTfLiteNoType;
  const FormTypes* types = kFormTypes;
  while (types != std::end(kFormTypes) && (types->input != input || types->filter != filter)) ++types;
  const bool supported = types != std::end(kFormTypes) && layer.output->type == input &&
                         (bias == kTfLiteNoType || bias == types->bias || bias == types->other_bias);
  TF_LITE_ENSURE_MSG(context, supported,
                     "%s has input %s, filter %s, bias %s, output %s; convert the model to float32, int8, "
                     "int16, dynamic-range or float16.",
                     op, TfLiteTypeGetName(input), TfLiteTypeGetName(filter),
                     bias == kTfLiteNoType ? "none" : TfLiteTypeGetName(bias),
                     TfLiteTypeGetName(layer.output->type));
  TF_LITE_ENSURE_MSG(context, input == kTfLiteFloat32 || (IsScaled(*layer.input) && IsScaled(*layer.output)),
                     "%s is quantised but its input or output has no scale; convert the model again.", op);
  *form = types->form;
  return kTfLiteOk;
}

TfLiteStatus EnsureForm(TfLiteContext* context, const char* op, KernelForm form, KernelForm registered) {
  TF_LITE_ENSURE_MSG(context, form == registered,
                     "%s was registered for other types than these; use its Add method without an argument.",
                     op);
  return kTfLiteOk;
}

const TfLiteFloatArray* FilterScales(TfLiteContext* context, const char* op, const TfLiteTensor& filter,
                                     int axis, int channels, bool zero_point_allowed) {
  const auto* affine = filter.quantization.type == kTfLiteAffineQuantization
                           ? static_cast<const TfLiteAffineQuantization*>(filter.quantization.params)
                           : nullptr;
  if (affine == nullptr || affine->scale == nullptr || affine->scale->size < 1) {
    TF_LITE_KERNEL_LOG(context, "%s has a filter without a scale; convert the model again.", op);
    return nullptr;
  }
  const int count = affine->scale->size;
  if (count != 1 && (count != channels || affine->quantized_dimension != axis)) {
    TF_LITE_KERNEL_LOG(context, "%s has %d filter scales along axis %d; it needs one, or %d along axis %d.",
                       op, count, static_cast<int>(affine->quantized_dimension), channels, axis);
    return nullptr;
  }
  for (int i = 0; affine->zero_point != nullptr && i < affine->zero_point->size; ++i) {
    if (affine->zero_point->data[i] != 0 && !(zero_point_allowed && count == 1)) {
      TF_LITE_KERNEL_LOG(context, "%s has filter zero point %d in channel %d; it must be 0.", op,
                         affine->zero_point->data[i], i);
      return nullptr;
    }
  }
  return affine->scale;
}

TfLiteStatus CheckSymmetricInt16(TfLiteContext* context, const char* op, const WeightedLayer& layer) {
  TF_LITE_ENSURE_MSG(context, layer.input->params.zero_point == 0 && layer.output->params.zero_point == 0,
                     "%s is int16 with the zero points %d and %d; they must be 0.", op,
                     layer.input->params.zero_point, layer.output->params.zero_point);
  return kTfLiteOk;
}

bool ScalesDiffer(const TfLiteFloatArray& scales) {
  for (int i = 1; i < scales.size; ++i) {
    if (scales.data[i] != scales.data[0]) {
      return true;
    }
  }
  return false;
}

TfLiteStatus AllocateChannelMultipliers(TfLiteContext* context, const char* op, const WeightedLayer& layer,
                                        const TfLiteFloatArray& scales, int channels, int32_t** multiplier,
                                        int32_t** shift) {
  const size_t bytes = static_cast<size_t>(channels) * sizeof(int32_t);
  *multiplier = static_cast<int32_t*>(context->AllocatePersistentBuffer(context, bytes));
  *shift = static_cast<int32_t*>(context->AllocatePersistentBuffer(context, bytes));
  TF_LITE_ENSURE_MSG(context, *multiplier != nullptr && *shift != nullptr,
                     "%s finds no room for the multipliers of %d channels; enlarge the arena.", op, channels);
  for (int i = 0; i < channels; ++i) {
    MultiplierOfScales(layer.input->params.scale, scales.data[scales.size == 1 ? 0 : i],
                       layer.output->params.scale, &(*multiplier)[i], &(*shift)[i]);
  }
  return kTfLiteOk;
}

}  // namespace tflite
