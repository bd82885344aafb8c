// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/debug_log.h"

extern "C" __attribute__((weak)) void DebugLog(const char*) {}
