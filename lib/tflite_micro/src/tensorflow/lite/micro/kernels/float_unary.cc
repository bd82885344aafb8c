// SPDX-License-Identifier: Apache-2.0
// Operators on float32 alone, each a function of one element.
#include <cmath>

#include "tensorflow/lite/micro/kernels/internal/elementwise.h"

namespace tflite {
namespace {

// Function of one float as a row function.
template <float (*Function)(float)>
struct Of {
  static float Apply(float value, const void* /*data*/) { return Function(value); }
};

float Negated(float x) { return -x; }
float Square(float x) { return x * x; }
float Exp(float x) { return std::exp(x); }
float Log(float x) { return std::log(x); }
float Sin(float x) { return std::sin(x); }
float Cos(float x) { return std::cos(x); }
float Sqrt(float x) { return std::sqrt(x); }
float Ceil(float x) { return std::ceil(x); }
float Floor(float x) { return std::floor(x); }
// Halves to the even neighbour, in the rounding mode that programs start with.
float Round(float x) { return std::nearbyint(x); }

template <float (*Function)(float)>
TfLiteStatus PrepareFloat(TfLiteContext* context, TfLiteNode* node, const char* op, const char* name) {
  const RowChoice choices[] = {{kTfLiteFloat32, UnaryRow<Of<Function>, float>, name}};
  return ElementwisePrepare<ElementwiseOpData>(context, node, op, 1, choices);
}

TFLMRegistration Register(TfLiteStatus (*prepare)(TfLiteContext* context, TfLiteNode* node)) {
  return micro::RegisterOp(ElementwiseInit<ElementwiseOpData>, prepare, ElementwiseInvoke);
}

}  // namespace

// An operator's prepare function with its names.
#define TFLITE_FLOAT_UNARY(OP, FUNCTION, KERNEL)                                     \
  TFLMRegistration Register_##OP() {                                                 \
    return Register([](TfLiteContext* context, TfLiteNode* node) {                   \
      return PrepareFloat<FUNCTION>(context, node, #OP, "reference_" KERNEL "_f32"); \
    });                                                                              \
  }
TFLITE_FLOAT_UNARY(CEIL, Ceil, "ceil")
TFLITE_FLOAT_UNARY(COS, Cos, "cos")
TFLITE_FLOAT_UNARY(EXP, Exp, "exp")
TFLITE_FLOAT_UNARY(FLOOR, Floor, "floor")
TFLITE_FLOAT_UNARY(LOG, Log, "log")
TFLITE_FLOAT_UNARY(NEG, Negated, "neg")
TFLITE_FLOAT_UNARY(ROUND, Round, "round")
TFLITE_FLOAT_UNARY(SIN, Sin, "sin")
TFLITE_FLOAT_UNARY(SQRT, Sqrt, "sqrt")
TFLITE_FLOAT_UNARY(SQUARE, Square, "square")
#undef TFLITE_FLOAT_UNARY

}  // namespace tflite
