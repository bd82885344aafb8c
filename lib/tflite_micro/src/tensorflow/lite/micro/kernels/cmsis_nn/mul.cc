// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/mul.h"

#include "arm_nnfunctions.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/fast_rows.h"

namespace tflite {
namespace {

template <typename T, auto kKernel>
void QuantizedRow(const Row& row) {
  const auto& data = *static_cast<const MulOpData*>(row.data);
  kKernel(static_cast<const T*>(row.input[0]), static_cast<const T*>(row.input[1]), -data.zero_point[0],
          -data.zero_point[1], static_cast<T*>(row.output), data.output_zero_point, data.multiplier,
          data.shift, data.range.integer.min, data.range.integer.max, row.count);
}

void FloatRow(const Row& row) {
  const FloatRange range = static_cast<const MulOpData*>(row.data)->range.real;
  arm_elementwise_mul_f32(static_cast<const float*>(row.input[0]), static_cast<const float*>(row.input[1]),
                          static_cast<float*>(row.output), range.min, range.max, row.count);
}

constexpr RowChoice kRows[] = {
    {kTfLiteInt8, QuantizedRow<int8_t, arm_elementwise_mul_s8>, "arm_elementwise_mul_s8"},
    {kTfLiteInt16, QuantizedRow<int16_t, arm_elementwise_mul_s16>, "arm_elementwise_mul_s16"},
    {kTfLiteFloat32, FloatRow, "arm_elementwise_mul_f32"},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(MulPrepareReference(context, node));
  cmsis_nn::TakeFastRow(context, node, kRows, 3);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_MUL() {
  return micro::RegisterOp(ElementwiseInit<MulOpData>, Prepare, ElementwiseInvoke);
}

}  // namespace tflite

#endif  // USE_CMSIS_NN
