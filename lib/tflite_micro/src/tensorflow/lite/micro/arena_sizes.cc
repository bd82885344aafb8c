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

// Parsed options.
// clang-format off
#define TFLITE_PARAMETER_SIZES(X) \
  X(Add, 2) X(ArgMax, 1) X(ArgMin, 1) X(BatchMatMul, 3) X(CallOnce, 4) X(Cast, 2) \
  X(Concatenation, 8) X(Conv, 28) X(Cumsum, 2) X(DepthToSpace, 4) X(DepthwiseConv, 28) X(Div, 1) \
  X(FullyConnected, 5) X(Gather, 8) X(If, 8) X(LeakyRelu, 4) X(MirrorPadding, 1) X(Mul, 1) \
  X(Pack, 8) X(Pool, 40) X(Reducer, 1) X(Reshape, 36) X(ResizeBilinear, 2) \
  X(ResizeNearestNeighbor, 2) X(SVDF, 8) X(Shape, 1) X(Softmax, 4) X(SpaceToDepth, 4) X(Split, 4) \
  X(SplitV, 4) X(Squeeze, 36) X(StridedSlice, 24) X(Sub, 2) X(TransposeConv, 16) \
  X(UnidirectionalSequenceLSTM, 16) X(Unpack, 8) X(VarHandle, 8) X(While, 8)
// clang-format on
#define TFLITE_CHECK_SIZE(NAME, BYTES) \
  static_assert(sizeof(TfLite##NAME##Params) == BYTES, "update PARAMETER_BYTES of arena_kernels.py");
TFLITE_PARAMETER_SIZES(TFLITE_CHECK_SIZE)

}  // namespace tflite

#endif
