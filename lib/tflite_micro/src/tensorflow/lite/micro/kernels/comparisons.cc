// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

// Quantised inputs are compared as real values with 8 bits below their steps.
struct ComparisonOpData : ElementwiseOpData {
  int32_t multiplier[2];
  int8_t shift[2];
  int16_t zero_point[2];
};
static_assert(sizeof(void*) != 4 || sizeof(ComparisonOpData) == 20, "update kernels/elementwise.py");

constexpr int kLeftShift = 8;

struct Equal {
  template <typename T>
  static bool Compare(T a, T b) {
    return a == b;
  }
};
struct NotEqual {
  template <typename T>
  static bool Compare(T a, T b) {
    return a != b;
  }
};
struct Greater {
  template <typename T>
  static bool Compare(T a, T b) {
    return a > b;
  }
};
struct GreaterEqual {
  template <typename T>
  static bool Compare(T a, T b) {
    return a >= b;
  }
};
struct Less {
  template <typename T>
  static bool Compare(T a, T b) {
    return a < b;
  }
};
struct LessEqual {
  template <typename T>
  static bool Compare(T a, T b) {
    return a <= b;
  }
};

template <typename Relation>
struct Plain {
  template <typename T>
  static bool Apply(T a, T b, const void* /*data*/) {
    return Relation::Compare(a, b);
  }
};

int32_t Rescaled(int32_t value, const ComparisonOpData& data, int k) {
  return fixed_point::MultiplyByMultiplier((value - data.zero_point[k]) * (1 << kLeftShift),
                                           data.multiplier[k], data.shift[k]);
}

template <typename Relation>
struct Quantized {
  static bool Apply(int32_t a, int32_t b, const void* op_data) {
    const auto& data = *static_cast<const ComparisonOpData*>(op_data);
    return Relation::Compare(Rescaled(a, data, 0), Rescaled(b, data, 1));
  }
};

template <size_t N>
TfLiteStatus PrepareAs(TfLiteContext* context, TfLiteNode* node, const char* op,
                       const RowChoice (&choices)[N]) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<ComparisonOpData>(context, node, op, 2, choices, kTfLiteBool));
  auto* data = static_cast<ComparisonOpData*>(node->user_data);
  for (int k = 0; k < 2; ++k) {
    const TempTensor input = TempTensor::Input(context, node, k);
    if (input->type != kTfLiteInt8) return kTfLiteOk;
    TF_LITE_ENSURE_MSG(context, input->params.scale > 0.0f && input->params.scale < 1.0f,
                       "%s has an INT8 input of scale %f; it must lie between 0 and 1.", op,
                       static_cast<double>(input->params.scale));
    int32_t shift = 0;
    QuantizeMultiplier(static_cast<double>(input->params.scale), &data->multiplier[k], &shift);
    data->shift[k] = static_cast<int8_t>(shift);
    data->zero_point[k] = static_cast<int16_t>(input->params.zero_point);
  }
  return kTfLiteOk;
}

}  // namespace

// One operator: its rows, its preparation, its registration. `...` are the rows of types that not all have.
#define TFLITE_COMPARISON(OP, RELATION, KERNEL, ...)                                                   \
  TFLMRegistration Register_##OP() {                                                                   \
    static constexpr RowChoice kRows[] = {                                                             \
        {kTfLiteFloat32, BinaryRow<Plain<RELATION>, float, bool>, "reference_" KERNEL "_f32"},         \
        {kTfLiteInt8, BinaryRow<Quantized<RELATION>, int8_t, bool>, "reference_" KERNEL "_s8"},        \
        {kTfLiteInt32, BinaryRow<Plain<RELATION>, int32_t, bool>, "reference_" KERNEL "_s32"},         \
        {kTfLiteInt64, BinaryRow<Plain<RELATION>, int64_t, bool>, "reference_" KERNEL "_s64"},         \
        __VA_ARGS__};                                                                                  \
    return micro::RegisterOp(                                                                          \
        ElementwiseInit<ComparisonOpData>,                                                             \
        [](TfLiteContext* context, TfLiteNode* node) { return PrepareAs(context, node, #OP, kRows); }, \
        ElementwiseInvoke);                                                                            \
  }
TFLITE_COMPARISON(EQUAL, Equal, "equal", {kTfLiteBool, BinaryRow<Plain<Equal>, bool>, "reference_equal_bool"})
TFLITE_COMPARISON(NOT_EQUAL, NotEqual, "not_equal",
                  {kTfLiteBool, BinaryRow<Plain<NotEqual>, bool>, "reference_not_equal_bool"})
TFLITE_COMPARISON(GREATER, Greater, "greater")
TFLITE_COMPARISON(GREATER_EQUAL, GreaterEqual, "greater_equal")
TFLITE_COMPARISON(LESS, Less, "less")
TFLITE_COMPARISON(LESS_EQUAL, LessEqual, "less_equal")
#undef TFLITE_COMPARISON

}  // namespace tflite
