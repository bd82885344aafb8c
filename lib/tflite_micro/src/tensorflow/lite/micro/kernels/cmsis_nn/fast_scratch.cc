// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/cmsis_nn/fast_scratch.h"

namespace tflite {
namespace {

void* fast_memory = nullptr;
size_t fast_bytes = 0;

}  // namespace

void SetFastScratch(void* memory, size_t bytes) {
  fast_memory = memory;
  fast_bytes = memory == nullptr ? 0 : bytes;
}

namespace cmsis_nn {

void* FastScratch(size_t bytes) { return bytes <= fast_bytes ? fast_memory : nullptr; }

}  // namespace cmsis_nn
}  // namespace tflite

#endif  // USE_CMSIS_NN
