// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernel_choice.h"

namespace tflite {

const char* RefusalText(Refusal refusal) {
  static constexpr const char* kTexts[] = {"",
#define TFLITE_KERNEL_REFUSAL(name, text) text,
                                           TFLITE_KERNEL_REFUSALS(TFLITE_KERNEL_REFUSAL)
#undef TFLITE_KERNEL_REFUSAL
  };
  return kTexts[static_cast<size_t>(refusal)];
}

#ifdef LAYERSCOPE_REPORT_CHOICES
const KernelChoiceObserver* kernel_choice_observer = nullptr;
#endif

}  // namespace tflite
