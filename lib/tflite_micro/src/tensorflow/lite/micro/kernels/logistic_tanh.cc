// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/sigmoid.h"

namespace tflite {
namespace {

struct SigmoidOpData : ElementwiseOpData {
  SigmoidParams params;
};
static_assert(sizeof(void*) != 4 || sizeof(SigmoidOpData) == 20, "update kernels/elementwise.py");

struct Sigmoid {
  static float Apply(float x, const void* /*data*/) {
    // TensorFlow Lite's approximation below -9, where exp(-x) would overflow in the end.
    return x < -9.0f ? std::exp(x) : 1.0f / (1.0f + std::exp(-x));
  }
  static int8_t Apply(int8_t value, const void* data) {
    return Sigmoid8(value, static_cast<const SigmoidOpData*>(data)->params);
  }
  static int16_t Apply(int16_t value, const void* data) {
    return Sigmoid16(value, static_cast<const SigmoidOpData*>(data)->params);
  }
};

struct Tanh {
  static float Apply(float x, const void* /*data*/) { return std::tanh(x); }
  static int8_t Apply(int8_t value, const void* data) {
    return Tanh8(value, static_cast<const SigmoidOpData*>(data)->params);
  }
  static int16_t Apply(int16_t value, const void* data) {
    return Tanh16(value, static_cast<const SigmoidOpData*>(data)->params);
  }
};

constexpr RowChoice kSigmoidRows[] = {
    {kTfLiteFloat32, UnaryRow<Sigmoid, float>, "reference_logistic_f32"},
    {kTfLiteInt8, UnaryRow<Sigmoid, int8_t>, "reference_logistic_s8"},
    {kTfLiteInt16, UnaryRow<Sigmoid, int16_t>, "reference_logistic_s16"},
};
constexpr RowChoice kTanhRows[] = {
    {kTfLiteFloat32, UnaryRow<Tanh, float>, "reference_tanh_f32"},
    {kTfLiteInt8, UnaryRow<Tanh, int8_t>, "reference_tanh_s8"},
    {kTfLiteInt16, UnaryRow<Tanh, int16_t>, "reference_tanh_s16"},
};

// The output's quantisation is prescribed.
TfLiteStatus PrepareQuantized(TfLiteContext* context, TfLiteNode* node, const char* op, int8_t zero_point) {
  if (!IsQuantized(TypeOfInput(context, node))) return kTfLiteOk;
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, op, 1));
  TF_LITE_ENSURE_STATUS(CheckSymmetric16(context, node, op, 1));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, output->type == kTfLiteInt16 || output->params.zero_point == zero_point,
                     "%s has an output of zero point %d; it must be %d.", op,
                     static_cast<int>(output->params.zero_point), zero_point);
  static_cast<SigmoidOpData*>(node->user_data)->params = PrepareSigmoid(*input);
  return kTfLiteOk;
}

TfLiteStatus PrepareLogistic(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<SigmoidOpData>(context, node, "LOGISTIC", 1, kSigmoidRows));
  return PrepareQuantized(context, node, "LOGISTIC", INT8_MIN);
}

TfLiteStatus PrepareTanh(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<SigmoidOpData>(context, node, "TANH", 1, kTanhRows));
  return PrepareQuantized(context, node, "TANH", 0);
}

}  // namespace

TFLMRegistration Register_LOGISTIC() {
  return micro::RegisterOp(ElementwiseInit<SigmoidOpData>, PrepareLogistic, ElementwiseInvoke);
}
TFLMRegistration Register_TANH() {
  return micro::RegisterOp(ElementwiseInit<SigmoidOpData>, PrepareTanh, ElementwiseInvoke);
}

}  // namespace tflite
