// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/add_sub.h"

#include "arm_nnfunctions.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/fast_rows.h"

namespace tflite {
namespace {

template <typename T, auto kKernel>
void QuantizedRow(const Row& row) {
  const auto& data = *static_cast<const AddSubOpData*>(row.data);
  kKernel(static_cast<const T*>(row.input[0]), static_cast<const T*>(row.input[1]), -data.zero_point[0],
          data.multiplier[0], data.shift[0], -data.zero_point[1], data.multiplier[1], data.shift[1],
          data.left_shift, static_cast<T*>(row.output), data.zero_point[2], data.multiplier[2], data.shift[2],
          data.range.integer.min, data.range.integer.max, row.count);
}

template <auto kKernel>
void FloatRow(const Row& row) {
  const FloatRange range = static_cast<const AddSubOpData*>(row.data)->range.real;
  kKernel(static_cast<const float*>(row.input[0]), static_cast<const float*>(row.input[1]),
          static_cast<float*>(row.output), range.min, range.max, row.count);
}

constexpr RowChoice kAddRows[] = {
    {kTfLiteInt8, QuantizedRow<int8_t, arm_elementwise_add_s8>, "arm_elementwise_add_s8"},
    {kTfLiteInt16, QuantizedRow<int16_t, arm_elementwise_add_s16>, "arm_elementwise_add_s16"},
    {kTfLiteFloat32, FloatRow<arm_elementwise_add_f32>, "arm_elementwise_add_f32"},
};
constexpr RowChoice kSubRows[] = {
    {kTfLiteInt8, QuantizedRow<int8_t, arm_elementwise_sub_s8>, "arm_elementwise_sub_s8"},
    {kTfLiteFloat32, FloatRow<arm_elementwise_sub_f32>, "arm_elementwise_sub_f32"},
};

TfLiteStatus AddPrepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(AddPrepareReference(context, node));
  cmsis_nn::TakeFastRow(context, node, kAddRows, 3);
  return kTfLiteOk;
}

TfLiteStatus SubPrepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(SubPrepareReference(context, node));
  cmsis_nn::TakeFastRow(context, node, kSubRows, 2);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_ADD() {
  return micro::RegisterOp(ElementwiseInit<AddSubOpData>, AddPrepare, ElementwiseInvoke);
}

TFLMRegistration Register_SUB() {
  return micro::RegisterOp(ElementwiseInit<AddSubOpData>, SubPrepare, ElementwiseInvoke);
}

}  // namespace tflite

#endif  // USE_CMSIS_NN
