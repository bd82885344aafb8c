// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/reference/transpose_conv.h"

#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/reference/product.h"
#include "tensorflow/lite/micro/kernels/internal/weighted_layer.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "TRANSPOSE_CONV";
constexpr int kOutputShape = 0;
constexpr int kFilter = 1;
constexpr int kInput = 2;
constexpr int kBias = 3;

const TfLiteTransposeConvParams& ParamsOf(const TfLiteNode* node) {
  return *static_cast<const TfLiteTransposeConvParams*>(node->builtin_data);
}

TfLiteStatus CheckTypes(TfLiteContext* context, const WeightedLayer& layer) {
  const TfLiteType type = layer.input->type;
  const TfLiteType bias = layer.bias ? layer.bias->type : kTfLiteNoType;
  const TfLiteType filter = type == kTfLiteFloat32 ? kTfLiteFloat32 : kTfLiteInt8;
  bool bias_fits = bias == kTfLiteNoType;
  if (type == kTfLiteFloat32) bias_fits = bias_fits || bias == kTfLiteFloat32;
  if (type == kTfLiteInt8) bias_fits = bias_fits || bias == kTfLiteInt32;
  if (type == kTfLiteInt16) bias_fits = bias_fits || bias == kTfLiteInt64;
  TF_LITE_ENSURE_MSG(
      context,
      (type == kTfLiteFloat32 || IsQuantized(type)) && layer.filter->type == filter &&
          layer.output->type == type && bias_fits,
      "%s has input %s, filter %s, bias %s, output %s; convert the model to float32, int8 or int16.", kOp,
      TfLiteTypeGetName(type), TfLiteTypeGetName(layer.filter->type),
      bias == kTfLiteNoType ? "none" : TfLiteTypeGetName(bias), TfLiteTypeGetName(layer.output->type));
  return kTfLiteOk;
}

// Fills the padding too.
TfLiteStatus CheckShapes(TfLiteContext* context, const TfLiteNode* node, const WeightedLayer& layer,
                         ConvOpData* data) {
  const TempTensor shape = TempTensor::Input(context, node, kOutputShape);
  // The output tensor has the shape; this input only repeats it, and may be empty.
  const bool is_constant = shape && shape->allocation_type == kTfLiteMmapRo;
  TF_LITE_ENSURE_MSG(
      context,
      layer.input->dims->size == 4 && layer.filter->dims->size == 4 && layer.output->dims->size == 4 &&
          shape && (!is_constant || (shape->type == kTfLiteInt32 && shape->bytes == 16)),
      "%s needs input, filter and output of rank 4 and the output's shape as four INT32.", kOp);
  const int* const input = layer.input->dims->data;
  const int* const filter = layer.filter->dims->data;
  const int* const output = layer.output->dims->data;
  for (int axis = 0; axis < 4 && is_constant; ++axis) {
    TF_LITE_ENSURE_MSG(context, shape->data.i32[axis] == output[axis],
                       "%s has an output of %d in dimension %d and asks for %d.", kOp, output[axis], axis,
                       static_cast<int>(shape->data.i32[axis]));
  }
  const TfLiteTransposeConvParams& params = ParamsOf(node);
  TF_LITE_ENSURE_MSG(context,
                     params.stride_height > 0 && params.stride_width > 0 && filter[1] > 0 && filter[2] > 0,
                     "%s has a stride or filter size below 1; convert the model again.", kOp);
  TF_LITE_ENSURE_MSG(context, output[0] == input[0] && output[3] == filter[0] && input[3] == filter[3],
                     "%s cannot make %d batches of %d channels of %d of %d with a filter from %d to %d.", kOp,
                     output[0], output[3], input[0], input[3], filter[3], filter[0]);
  TF_LITE_ENSURE_MSG(context, !layer.bias || CountElements(layer.bias->dims) == output[3],
                     "%s needs a bias of %d elements.", kOp, output[3]);
  const Extent rows = WindowExtent(params.padding, output[1], filter[1], params.stride_height, 1);
  const Extent columns = WindowExtent(params.padding, output[2], filter[2], params.stride_width, 1);
  TF_LITE_ENSURE_MSG(context, rows.output >= 0 && columns.output >= 0,
                     "%s has a stride, filter or output that is too long.", kOp);
  data->padding_height = static_cast<int16_t>(rows.padding);
  data->padding_width = static_cast<int16_t>(columns.padding);
  return kTfLiteOk;
}

TfLiteStatus Quantize(TfLiteContext* context, const TfLiteNode* node, const WeightedLayer& layer,
                      ConvOpData* data) {
  const TfLiteTensor& input = *layer.input;
  const TfLiteTensor& output = *layer.output;
  const int channels = output.dims->data[3];
  TF_LITE_ENSURE_MSG(context, input.params.scale > 0.0f && output.params.scale > 0.0f,
                     "%s is quantised but its input or output has no scale; convert the model again.", kOp);
  TF_LITE_ENSURE_MSG(
      context, input.type == kTfLiteInt8 || (input.params.zero_point == 0 && output.params.zero_point == 0),
      "%s is INT16 with a zero point that is not 0.", kOp);
  const TfLiteFloatArray* scales = FilterScales(context, kOp, *layer.filter, 0, channels, false);
  if (scales == nullptr) return kTfLiteError;
  data->input_zero_point = static_cast<int16_t>(input.params.zero_point);
  data->output_zero_point = static_cast<int8_t>(output.params.zero_point);
  int32_t min = 0;
  int32_t max = 0;
  QuantizedActivationRange(ParamsOf(node).activation, output, &min, &max);
  data->activation_min = static_cast<int16_t>(min);
  data->activation_max = static_cast<int16_t>(max);
  return AllocateChannelMultipliers(context, kOp, layer, *scales, channels, &data->multiplier, &data->shift);
}

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(ConvOpData));
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<ConvOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = ConvOpData{};
  const WeightedLayer layer(context, node, kInput, kFilter, kBias);
  TF_LITE_ENSURE_MSG(context, layer.input && layer.filter && layer.output && node->outputs->size == 1,
                     "%s needs an output shape, a filter, an input and one output.", kOp);
  TF_LITE_ENSURE_STATUS(CheckActivation(context, ParamsOf(node).activation, kOp));
  TF_LITE_ENSURE_STATUS(CheckTypes(context, layer));
  TF_LITE_ENSURE_STATUS(CheckShapes(context, node, layer, data));
  const TfLiteType type = layer.input->type;
  SetKernelName(context, node,
                type == kTfLiteFloat32 ? "reference_transpose_conv_f32"
                : type == kTfLiteInt8  ? "reference_transpose_conv_s8"
                                       : "reference_transpose_conv_s16");
  return type == kTfLiteFloat32 ? kTfLiteOk : Quantize(context, node, layer, data);
}

struct Int16Product {
  using Sum = int64_t;
  int64_t operator()(int16_t activation, int8_t weight) const { return activation * weight; }
};

struct Int16Output {
  const int64_t* bias;  // null for none
  const ConvOpData& data;

  int16_t operator()(int64_t sum, int32_t channel) const {
    uint64_t biased = static_cast<uint64_t>(sum);
    if (bias != nullptr) biased += static_cast<uint64_t>(bias[channel]);
    const int32_t scaled = fixed_point::MultiplyWideByMultiplier(
        static_cast<int64_t>(biased), data.multiplier[channel], static_cast<int>(data.shift[channel]));
    return static_cast<int16_t>(Clamp(scaled, data.activation_min, data.activation_max));
  }
};

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const ConvOpData*>(node->user_data);
  const TfLiteTransposeConvParams& params = ParamsOf(node);
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, kInput);
  const TfLiteEvalTensor* filter = micro::GetEvalInput(context, node, kFilter);
  const TfLiteEvalTensor* bias = micro::GetEvalInput(context, node, kBias);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const ConvGeometry geometry = {FeatureMapOf(input->dims),
                                 FeatureMapOf(output->dims),
                                 {filter->dims->data[1], filter->dims->data[2], params.stride_height,
                                  params.stride_width, 1, 1, data.padding_height, data.padding_width},
                                 input->dims->data[3]};
  switch (input->type) {
    case kTfLiteFloat32:
      reference::TransposeConv(geometry, reference::FloatProduct{},
                               reference::FloatOutput{{micro::GetOptionalTensorData<void>(bias), false},
                                                      ActivationRange(params.activation)},
                               micro::GetTensorData<float>(input), micro::GetTensorData<float>(filter),
                               micro::GetTensorData<float>(output));
      return kTfLiteOk;
    case kTfLiteInt8:
      reference::TransposeConv(
          geometry, reference::Int8Product{data.input_zero_point},
          reference::Int8Output{micro::GetOptionalTensorData<int32_t>(bias), data.multiplier, data.shift, 1,
                                data.output_zero_point, data.activation_min, data.activation_max},
          micro::GetTensorData<int8_t>(input), micro::GetTensorData<int8_t>(filter),
          micro::GetTensorData<int8_t>(output));
      return kTfLiteOk;
    default:
      reference::TransposeConv(geometry, Int16Product{},
                               Int16Output{micro::GetOptionalTensorData<int64_t>(bias), data},
                               micro::GetTensorData<int16_t>(input), micro::GetTensorData<int8_t>(filter),
                               micro::GetTensorData<int16_t>(output));
      return kTfLiteOk;
  }
}

}  // namespace

TFLMRegistration Register_TRANSPOSE_CONV() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
