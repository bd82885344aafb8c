// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/add_sub.h"

#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

TfLiteStatus Quantize(TfLiteContext* context, const TfLiteNode* node, const char* op, AddSubOpData* data) {
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, op, 2));
  TF_LITE_ENSURE_STATUS(CheckSymmetric16(context, node, op, 2));
  const TempTensor a = TempTensor::Input(context, node, 0);
  const TempTensor b = TempTensor::Input(context, node, 1);
  const TempTensor output = TempTensor::Output(context, node, 0);
  // Sums of int8 keep 20 bits below the inputs' steps, those of int16 15: neither leaves int32.
  data->left_shift = a->type == kTfLiteInt8 ? 20 : 15;
  const double first = static_cast<double>(a->params.scale);
  const double second = static_cast<double>(b->params.scale);
  const double common = 2 * (first > second ? first : second);
  const double factor[3] = {
      first / common, second / common,
      common / (static_cast<double>(1 << data->left_shift) * static_cast<double>(output->params.scale))};
  const TfLiteTensor* tensors[3] = {&*a, &*b, &*output};
  for (int k = 0; k < 3; ++k) {
    int32_t shift = 0;
    QuantizeMultiplier(factor[k], &data->multiplier[k], &shift);
    data->shift[k] = static_cast<int8_t>(shift);
    data->zero_point[k] = static_cast<int16_t>(tensors[k]->params.zero_point);
  }
  return kTfLiteOk;
}

}  // namespace

TfLiteStatus AddSubPrepare(TfLiteContext* context, TfLiteNode* node, TfLiteFusedActivation activation,
                           const char* op, const RowChoice (&choices)[4]) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<AddSubOpData>(context, node, op, 2, choices));
  TF_LITE_ENSURE_STATUS(CheckActivation(context, activation, op));
  auto* data = static_cast<AddSubOpData*>(node->user_data);
  if (IsQuantized(TypeOfInput(context, node))) TF_LITE_ENSURE_STATUS(Quantize(context, node, op, data));
  data->range = ResultRangeOf(activation, *TempTensor::Output(context, node, 0));
  return kTfLiteOk;
}

}  // namespace tflite
