// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/mul.h"

namespace tflite {

TfLiteStatus MulPrepareReference(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<MulOpData>(context, node, "MUL", 2, kMulReferenceRows));
  const auto activation = static_cast<const TfLiteMulParams*>(node->builtin_data)->activation;
  TF_LITE_ENSURE_STATUS(CheckActivation(context, activation, "MUL"));
  auto* data = static_cast<MulOpData*>(node->user_data);
  const TempTensor output = TempTensor::Output(context, node, 0);
  if (!IsQuantized(output->type)) {
    data->range = ResultRangeOf(activation, *output);
    return kTfLiteOk;
  }
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, "MUL", 2));
  TF_LITE_ENSURE_STATUS(CheckSymmetric16(context, node, "MUL", 2));
  double factor = 1.0;
  for (int k = 0; k < 2; ++k) {
    const TempTensor input = TempTensor::Input(context, node, k);
    factor *= static_cast<double>(input->params.scale);
    data->zero_point[k] = static_cast<int16_t>(input->params.zero_point);
  }
  QuantizeMultiplier(factor / static_cast<double>(output->params.scale), &data->multiplier, &data->shift);
  data->output_zero_point = static_cast<int16_t>(output->params.zero_point);
  data->range = ResultRangeOf(activation, *output);
  return kTfLiteOk;
}

}  // namespace tflite
