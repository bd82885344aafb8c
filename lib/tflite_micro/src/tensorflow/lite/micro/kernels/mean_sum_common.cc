// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/mean_sum.h"

namespace tflite {
namespace {

// The multiplier divided by the number of elements. It is shifted to the left first, by as many bits as the
// number has behind its first one, so that it stays a 31-bit fraction: the results of upstream's kernels show
// it.
void DivideMultiplier(int32_t elements, int32_t* multiplier, int32_t* shift) {
  int bits = 0;
  while (elements >> (bits + 1) != 0) ++bits;
  if (bits > 31 + *shift) bits = static_cast<int>(31 + *shift);
  *multiplier = static_cast<int32_t>((static_cast<int64_t>(*multiplier) << bits) / elements);
  *shift -= bits;
}

}  // namespace

void* MeanSumInit(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(MeanSumOpData));
}

TfLiteStatus MeanSumPrepare(TfLiteContext* context, TfLiteNode* node, const char* op, bool mean,
                            const Reducer (&reducers)[3]) {
  auto* data = static_cast<MeanSumOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.", op);
  *data = MeanSumOpData{};
  TF_LITE_ENSURE_STATUS(ReducePrepare(context, node, op, reducers, 3));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  const int32_t inputs = ExtentOf(input->dims, 0, input->dims->size);
  const int32_t outputs = ExtentOf(output->dims, 0, output->dims->size);
  // Axes that the model computes are compared with the output's shape only when it runs.
  if (outputs <= 0 || inputs % outputs != 0) return WrongOutputShape(context, op);
  data->elements = inputs / outputs;
  if (input->type == kTfLiteFloat32) return kTfLiteOk;
  TF_LITE_ENSURE_MSG(context, input->params.scale > 0.0f && output->params.scale > 0.0f,
                     "%s has a quantised tensor without a scale; convert the model again.", op);
  const int32_t most = input->type == kTfLiteInt8 ? INT32_MAX >> 8 : INT32_MAX >> 16;
  TF_LITE_ENSURE_MSG(context, data->elements <= most, "%s of %d elements, whose sum has no room in 32 bits.",
                     op, static_cast<int>(data->elements));
  int32_t shift = 0;
  MultiplierOfScales(input->params.scale, 1.0f, output->params.scale, &data->multiplier, &shift);
  if (mean) DivideMultiplier(data->elements, &data->multiplier, &shift);
  TF_LITE_ENSURE_MSG(context, shift <= 30, "%s scales its sum by more than 2^30; convert the model again.",
                     op);
  data->shift = static_cast<int8_t>(shift);
  data->zero_points = data->elements * input->params.zero_point;
  data->output_zero_point = static_cast<int16_t>(output->params.zero_point);
  return kTfLiteOk;
}

}  // namespace tflite
