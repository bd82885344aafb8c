// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"

namespace tflite {
namespace {

struct And {
  static bool Apply(bool a, bool b, const void* /*data*/) { return a && b; }
};

struct Or {
  static bool Apply(bool a, bool b, const void* /*data*/) { return a || b; }
};

struct Not {
  static bool Apply(bool a, const void* /*data*/) { return !a; }
};

constexpr RowChoice kAndRows[] = {{kTfLiteBool, BinaryRow<And, bool>, "reference_logical_and"}};
constexpr RowChoice kOrRows[] = {{kTfLiteBool, BinaryRow<Or, bool>, "reference_logical_or"}};
constexpr RowChoice kNotRows[] = {{kTfLiteBool, UnaryRow<Not, bool>, "reference_logical_not"}};

TfLiteStatus PrepareAnd(TfLiteContext* context, TfLiteNode* node) {
  return ElementwisePrepare<ElementwiseOpData>(context, node, "LOGICAL_AND", 2, kAndRows);
}

TfLiteStatus PrepareOr(TfLiteContext* context, TfLiteNode* node) {
  return ElementwisePrepare<ElementwiseOpData>(context, node, "LOGICAL_OR", 2, kOrRows);
}

TfLiteStatus PrepareNot(TfLiteContext* context, TfLiteNode* node) {
  return ElementwisePrepare<ElementwiseOpData>(context, node, "LOGICAL_NOT", 1, kNotRows);
}

}  // namespace

TFLMRegistration Register_LOGICAL_AND() {
  return micro::RegisterOp(ElementwiseInit<ElementwiseOpData>, PrepareAnd, ElementwiseInvoke);
}
TFLMRegistration Register_LOGICAL_OR() {
  return micro::RegisterOp(ElementwiseInit<ElementwiseOpData>, PrepareOr, ElementwiseInvoke);
}
TFLMRegistration Register_LOGICAL_NOT() {
  return micro::RegisterOp(ElementwiseInit<ElementwiseOpData>, PrepareNot, ElementwiseInvoke);
}

}  // namespace tflite
