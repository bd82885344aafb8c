// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/fully_connected.h"
#include "tensorflow/lite/micro/kernels/internal/element_count.h"

namespace tflite {
namespace {

constexpr char kOp[] = "FULLY_CONNECTED";

const TfLiteFullyConnectedParams& ParamsOf(const TfLiteNode* node) {
  return *static_cast<const TfLiteFullyConnectedParams*>(node->builtin_data);
}

TfLiteStatus CheckShapes(TfLiteContext* context, const WeightedLayer& layer) {
  const TfLiteIntArray* filter = layer.filter->dims;
  const TfLiteIntArray* output = layer.output->dims;
  TF_LITE_ENSURE_MSG(context,
                     filter->size == 2 && filter->data[0] > 0 && filter->data[1] > 0 && output->size > 0,
                     "%s needs a filter of rank 2 and an output; they have rank %d and %d.", kOp,
                     filter->size, output->size);
  const int channels = filter->data[0];
  const int depth = filter->data[1];
  const int32_t inputs = CountElements(layer.input->dims);
  TF_LITE_ENSURE_MSG(context,
                     inputs % depth == 0 && CountElements(output) % channels == 0 &&
                         CountElements(output) / channels == inputs / depth,
                     "%s with a filter of %dx%d cannot make %d elements from %d.", kOp, channels, depth,
                     static_cast<int>(CountElements(output)), static_cast<int>(inputs));
  TF_LITE_ENSURE_MSG(context, !layer.bias || CountElements(layer.bias->dims) == channels,
                     "%s needs a bias of %d elements.", kOp, channels);
  return kTfLiteOk;
}

}  // namespace

void* FullyConnectedInit(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(FullyConnectedOpData));
}

TfLiteStatus FullyConnectedFormOf(TfLiteContext* context, const TfLiteNode* node, KernelForm* form) {
  return DetermineForm(context, kOp, node, WeightedLayer(context, node), ParamsOf(node).activation, form);
}

TfLiteStatus FullyConnectedParse(TfLiteContext* context, TfLiteNode* node, const FullyConnectedForm& form) {
  auto* data = static_cast<FullyConnectedOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = FullyConnectedOpData{};
  data->scratch = -1;
  const TfLiteFullyConnectedParams& params = ParamsOf(node);
  const WeightedLayer layer(context, node);
  TF_LITE_ENSURE_STATUS(DetermineForm(context, kOp, node, layer, params.activation, &data->form));
  TF_LITE_ENSURE_STATUS(EnsureForm(context, kOp, data->form, form.form));
  TF_LITE_ENSURE_MSG(context,
                     params.weights_format == kTfLiteFullyConnectedWeightsFormatDefault ||
                         (params.weights_format == kTfLiteFullyConnectedWeightsFormatPacked8 &&
                          form.form == KernelForm::kInt8),
                     "%s has shuffled weights; convert the model with the default weights format.", kOp);
  TF_LITE_ENSURE_STATUS(CheckShapes(context, layer));
  return form.quantize == nullptr ? kTfLiteOk
                                  : form.quantize(context, kOp, layer, params.activation, 0, data);
}

TfLiteStatus FullyConnectedPrepareReference(TfLiteContext* context, TfLiteNode* node,
                                            const FullyConnectedForm& form) {
  SetKernelName(context, node, form.name);
  if (form.form != KernelForm::kHybrid) return kTfLiteOk;
  const TempTensor filter = TempTensor::Input(context, node, 1);
  int index = -1;
  TF_LITE_ENSURE_STATUS(
      context->RequestScratchBufferInArena(context, static_cast<size_t>(filter->dims->data[1]), &index));
  static_cast<FullyConnectedOpData*>(node->user_data)->scratch = index;
  return kTfLiteOk;
}

FullyConnectedGeometry GetFullyConnectedGeometry(const TfLiteContext* context, const TfLiteNode* node) {
  const TfLiteIntArray* filter = micro::GetEvalInput(context, node, 1)->dims;
  const int32_t depth = filter->data[1];
  return {CountElements(micro::GetEvalInput(context, node, 0)->dims) / depth, filter->data[0], depth};
}

}  // namespace tflite
