// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/optional_parts.h"

namespace tflite {

OptionalParts optional_parts = {};

}  // namespace tflite
