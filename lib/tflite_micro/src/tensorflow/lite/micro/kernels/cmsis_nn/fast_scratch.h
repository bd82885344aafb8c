// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FAST_SCRATCH_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FAST_SCRATCH_H_

#include <cstddef>

namespace tflite {

// Gives the fast kernels a memory that answers in one cycle (a TCM), for scratch buffers that fit into it
// while the arena lies in a slower one. 4-byte aligned; the caller keeps it to them for good. The arena's
// plan does not change. Null takes it back.
void SetFastScratch(void* memory, size_t bytes);

namespace cmsis_nn {

// That memory, if it holds `bytes`; else null.
void* FastScratch(size_t bytes);

}  // namespace cmsis_nn
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_CMSIS_NN_FAST_SCRATCH_H_
