// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/pooling.h"

namespace tflite {
namespace {

const TfLitePoolParams& ParamsOf(const TfLiteNode* node) {
  return *static_cast<const TfLitePoolParams*>(node->builtin_data);
}

TfLiteStatus CheckShapes(TfLiteContext* context, const char* op, const TfLiteTensor& input,
                         const TfLiteTensor& output, const TfLitePoolParams& params, PoolOpData* data) {
  TF_LITE_ENSURE_MSG(context, input.dims->size == 4 && output.dims->size == 4,
                     "%s needs input and output of rank 4; they have %d and %d.", op, input.dims->size,
                     output.dims->size);
  TF_LITE_ENSURE_MSG(context,
                     params.stride_height > 0 && params.stride_width > 0 && params.filter_height > 0 &&
                         params.filter_width > 0,
                     "%s has a stride or filter size below 1; convert the model again.", op);
  const FeatureMap in = FeatureMapOf(input.dims);
  const FeatureMap out = FeatureMapOf(output.dims);
  const Extent rows = WindowExtent(params.padding, in.height, params.filter_height, params.stride_height, 1);
  const Extent columns = WindowExtent(params.padding, in.width, params.filter_width, params.stride_width, 1);
  TF_LITE_ENSURE_MSG(context,
                     out.batches == in.batches && out.height == rows.output && out.width == columns.output &&
                         out.channels == in.channels,
                     "%s has an output of %dx%dx%dx%d where its input and options give %dx%dx%dx%d.", op,
                     static_cast<int>(out.batches), static_cast<int>(out.height), static_cast<int>(out.width),
                     static_cast<int>(out.channels), static_cast<int>(in.batches),
                     static_cast<int>(rows.output), static_cast<int>(columns.output),
                     static_cast<int>(in.channels));
  TF_LITE_ENSURE_MSG(context, rows.padding <= INT16_MAX && columns.padding <= INT16_MAX,
                     "%s has more than 32767 rows or columns of padding.", op);
  data->padding_height = static_cast<int16_t>(rows.padding);
  data->padding_width = static_cast<int16_t>(columns.padding);
  return kTfLiteOk;
}

}  // namespace

void* PoolInit(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(PoolOpData));
}

TfLiteStatus PoolPrepare(TfLiteContext* context, TfLiteNode* node, const PoolForm& form) {
  const char* op = form.op;
  auto* data = static_cast<PoolOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.", op);
  *data = PoolOpData{};
  data->scratch = -1;
  const TfLitePoolParams& params = ParamsOf(node);
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, input && output, "%s needs an input and an output.", op);
  TF_LITE_ENSURE_MSG(context, input->type == form.type && output->type == form.type,
                     "%s has input %s and output %s; this kernel makes %s of %s.", op,
                     TfLiteTypeGetName(input->type), TfLiteTypeGetName(output->type),
                     TfLiteTypeGetName(form.type), TfLiteTypeGetName(form.type));
  SetKernelName(context, node, form.name);
  TF_LITE_ENSURE_MSG(context, IsClampingActivation(params.activation),
                     "%s has fused activation %d; none, RELU, RELU6 and RELU_N1_TO_1 are supported.", op,
                     static_cast<int>(params.activation));
  TF_LITE_ENSURE_STATUS(CheckShapes(context, op, *input, *output, params, data));
  if (input->type != kTfLiteFloat32) {
    TF_LITE_ENSURE_MSG(context, output->params.scale > 0.0f, "%s is %s but its output has no scale.", op,
                       TfLiteTypeGetName(input->type));
    int32_t min = 0;
    int32_t max = 0;
    QuantizedActivationRange(params.activation, *output, &min, &max);
    data->activation_min = static_cast<int16_t>(min);
    data->activation_max = static_cast<int16_t>(max);
  }
  return kTfLiteOk;
}

Window GetPoolWindow(const TfLiteNode* node) {
  const auto& data = *static_cast<const PoolOpData*>(node->user_data);
  const TfLitePoolParams& params = ParamsOf(node);
  return {params.filter_height, params.filter_width, params.stride_height, params.stride_width, 1, 1,
          data.padding_height,  data.padding_width};
}

}  // namespace tflite
