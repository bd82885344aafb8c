// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/system_setup.h"

namespace tflite {

__attribute__((weak)) void InitializeTarget() {}

}  // namespace tflite
