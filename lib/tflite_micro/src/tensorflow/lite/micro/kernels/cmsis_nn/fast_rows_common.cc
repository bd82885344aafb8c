// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernel_choice_report.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/fast_rows.h"

namespace tflite {
namespace cmsis_nn {
namespace {

// For fewer the reference kernels are done before the fast ones have their parameters ready.
constexpr int64_t kFewestElements = 4;

}  // namespace

void TakeFastRow(TfLiteContext* context, TfLiteNode* node, const RowChoice* choices, size_t count) {
  const int64_t elements = NumElements(&*TempTensor::Output(context, node, 0));
  for (int k = 0; k < 2; ++k) {
    if (NumElements(&*TempTensor::Input(context, node, k)) != elements) return;
  }
  const TfLiteType type = TypeOfInput(context, node);
  for (size_t i = 0; i < count; ++i) {
    if (choices[i].type != type) continue;
    const bool is_worth_it = elements >= kFewestElements;
    ReportCandidate(context, choices[i].name, is_worth_it ? Refusal::kNone : Refusal::kTooSmall);
    if (!is_worth_it) return;
    static_cast<ElementwiseOpData*>(node->user_data)->row = choices[i].row;
    SetKernelName(context, node, choices[i].name);
  }
}

}  // namespace cmsis_nn
}  // namespace tflite

#endif  // USE_CMSIS_NN
