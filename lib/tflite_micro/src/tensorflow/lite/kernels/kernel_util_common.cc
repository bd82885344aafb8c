// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/internal/activation.h"

namespace tflite {

TfLiteStatus CalculateActivationRangeQuantized(TfLiteContext* context, TfLiteFusedActivation activation,
                                               TfLiteTensor* output, int32_t* act_min, int32_t* act_max) {
  TF_LITE_ENSURE_MSG(
      context, output->type == kTfLiteUInt8 || output->type == kTfLiteInt8 || output->type == kTfLiteInt16,
      "no quantised activation of an output %s; UINT8, INT8 and INT16 have one.",
      TfLiteTypeGetName(output->type));
  QuantizedActivationRange(activation, *output, act_min, act_max);
  return kTfLiteOk;
}

TfLiteStatus GetQuantizedConvolutionMultipler(TfLiteContext* context, const TfLiteTensor* input,
                                              const TfLiteTensor* filter, TfLiteTensor* output,
                                              double* multiplier) {
  const double product = static_cast<double>(input->params.scale * filter->params.scale);
  TF_LITE_ENSURE_MSG(context, product >= 0.0 && output->params.scale > 0.0f,
                     "a quantised tensor has no scale; convert the model again.");
  *multiplier = product / static_cast<double>(output->params.scale);
  return kTfLiteOk;
}

TfLiteStatus GetQuantizedConvolutionMultipler(TfLiteContext* context, const TfLiteTensor* input,
                                              const TfLiteTensor* filter, const TfLiteTensor* bias,
                                              TfLiteTensor* output, double* multiplier) {
  if (bias != nullptr) {
    const double product =
        static_cast<double>(input->params.scale) * static_cast<double>(filter->params.scale);
    const double apart = std::fabs(product - static_cast<double>(bias->params.scale));
    TF_LITE_ENSURE_MSG(context, apart / static_cast<double>(output->params.scale) <= 0.02,
                       "a bias has a scale that is not the product of the input's and the filter's.");
  }
  return GetQuantizedConvolutionMultipler(context, input, filter, output, multiplier);
}

}  // namespace tflite
