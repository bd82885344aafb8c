// SPDX-License-Identifier: Apache-2.0
// Nothing but assertions: tools/layerscope/models/arena.py and arena_kernels.py know these sizes, and compute
// the arena with them. They hold for arm-none-eabi, whose enumerations are as small as they can be; other
// machines' arenas differ, and nothing there computes them.
#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_interpreter_context.h"

#if __SIZEOF_POINTER__ == 4 && defined(__ARM_SIZEOF_MINIMAL_ENUM) && __ARM_SIZEOF_MINIMAL_ENUM == 1

namespace tflite {

static_assert(sizeof(TfLiteEvalTensor) == 12, "update EVAL_TENSOR_BYTES");
static_assert(sizeof(NodeAndRegistration) == 36, "update NODE_BYTES");
static_assert(sizeof(TfLiteTensor) == 32, "update TENSOR_BYTES");
static_assert(sizeof(TfLiteAffineQuantization) + sizeof(TfLiteIntArray) == 16, "update QUANTISATION_BYTES");
static_assert(sizeof(ScratchBuffer) == 8, "update SCRATCH_REQUEST_BYTES");
static_assert(MicroAllocator::kPersistentAlignment == 8, "update PERSISTENT_ALIGNMENT");
static_assert(MicroArenaBufferAlignment() == 16, "update BUFFER_ALIGNMENT");

static_assert(sizeof(TfLiteConvParams) == 24, "update arena_kernels.py");
static_assert(sizeof(TfLiteDepthwiseConvParams) == 28, "update arena_kernels.py");
static_assert(sizeof(TfLiteFullyConnectedParams) == 5, "update arena_kernels.py");
static_assert(sizeof(TfLitePoolParams) == 40, "update arena_kernels.py");
static_assert(sizeof(TfLiteSoftmaxParams) == 4, "update arena_kernels.py");
static_assert(sizeof(TfLiteReshapeParams) == 36, "update arena_kernels.py");

}  // namespace tflite

#endif
