// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/lookup_table.h"

namespace tflite {
namespace {

constexpr char kOp[] = "ELU";

struct EluOpData : ElementwiseOpData {
  int8_t table[256];  // int8: the result of each value
};
static_assert(sizeof(void*) != 4 || sizeof(EluOpData) == 260, "update kernels/elementwise.py");

float Elu(float value) { return value < 0.0f ? std::expm1(value) : value; }

struct FloatElu {
  static float Apply(float value, const void* /*data*/) { return Elu(value); }
};

struct TableElu {
  static int8_t Apply(int8_t value, const void* data) {
    return static_cast<const EluOpData*>(data)->table[value + 128];
  }
};

constexpr RowChoice kRows[] = {
    {kTfLiteFloat32, UnaryRow<FloatElu, float>, "reference_elu_f32"},
    {kTfLiteInt8, UnaryRow<TableElu, int8_t>, "reference_elu_s8"},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<EluOpData>(context, node, kOp, 1, kRows));
  if (TypeOfInput(context, node) != kTfLiteInt8) return kTfLiteOk;
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, kOp, 1));
  FillLookupTable(*TempTensor::Input(context, node, 0), *TempTensor::Output(context, node, 0), Elu,
                  static_cast<EluOpData*>(node->user_data)->table);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_ELU() {
  return micro::RegisterOp(ElementwiseInit<EluOpData>, Prepare, ElementwiseInvoke);
}

}  // namespace tflite
