// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"

namespace tflite {
namespace {

constexpr char kOp[] = "SELECT_V2";

// Elements are only moved: by their size.
template <typename T>
void SelectRow(const Row& row) {
  const auto* condition = static_cast<const bool*>(row.input[0]);
  const auto* a = static_cast<const T*>(row.input[1]);
  const auto* b = static_cast<const T*>(row.input[2]);
  auto* output = static_cast<T*>(row.output);
  for (int32_t i = 0; i < row.count; ++i) {
    output[i] = *condition ? *a : *b;
    condition += row.step[0];
    a += row.step[1];
    b += row.step[2];
  }
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(CheckBroadcast(context, node, 3, kOp));
  const TfLiteType condition = TempTensor::Input(context, node, 0)->type;
  const TfLiteType type = TempTensor::Output(context, node, 0)->type;
  TF_LITE_ENSURE_MSG(context,
                     condition == kTfLiteBool && TempTensor::Input(context, node, 1)->type == type &&
                         TempTensor::Input(context, node, 2)->type == type,
                     "%s needs a BOOL input and two of the output's type, %s.", kOp, TfLiteTypeGetName(type));
  TF_LITE_ENSURE_MSG(context,
                     type == kTfLiteFloat32 || type == kTfLiteInt8 || type == kTfLiteInt16 ||
                         type == kTfLiteInt32 || type == kTfLiteInt64,
                     "%s on %s is not in this runtime; convert the model with other types.", kOp,
                     TfLiteTypeGetName(type));
  SetKernelName(context, node, "reference_select");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteType type = micro::GetEvalOutput(context, node, 0)->type;
  ForEachRow(context, node,
             type == kTfLiteInt8    ? SelectRow<int8_t>
             : type == kTfLiteInt16 ? SelectRow<int16_t>
             : type == kTfLiteInt64 ? SelectRow<int64_t>
                                    : SelectRow<int32_t>,
             nullptr);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_SELECT_V2() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
