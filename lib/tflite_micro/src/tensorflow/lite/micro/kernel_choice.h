// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNEL_CHOICE_H_
#define TENSORFLOW_LITE_MICRO_KERNEL_CHOICE_H_

#include <cstddef>
#include <cstdint>

// Why a kernel does not run a node, and, for tools on a computer, which were thought of. An image for a board
// holds the numbers of the reasons only: nothing there asks for the sentences.

namespace tflite {

// X(name, what `layerscope kernels` prints)
#define TFLITE_KERNEL_REFUSALS(X)                                                        \
  X(kGroups, "the convolution is grouped")                                               \
  X(kNotGrouped, "the convolution is not grouped")                                       \
  X(kNotPointwise, "the window is not 1x1 with stride 1 and no padding")                 \
  X(kNot3x3, "not a plain 3x3 of stride 1 or 2, or too small to gain by it")             \
  X(kNotOneChannel, "not one input channel with four outputs or more")                   \
  X(kNotFourChannels, "fewer than four channels, or several outputs of each")            \
  X(kScratchLimit, "it would need more than 32 KB of scratch")                           \
  X(kFloat16Bias, "the bias is float16")                                                 \
  X(kFilterZeroPoint, "the filter has a zero point")                                     \
  X(kChannelScales, "each output channel has a scale of its own")                        \
  X(kOneScale, "all output channels have one scale")                                     \
  X(kPacked, "the build has packed the weights")                                         \
  X(kNotPacked, "the build has not packed the weights, or could not")                    \
  X(kInt32Bias, "the bias is int32")                                                     \
  X(kBeta, "beta is not 1")                                                              \
  X(kNotOfPixels, "not the pixels of an int8 map are reduced")                           \
  X(kMostlyPadding, "a window covers at least four times the map: it is mostly padding") \
  X(kDilated, "dilated columns are gathered tap by tap, for under four products each")   \
  X(kOneChannel, "blocks of several output channels do not pay for one")                 \
  X(kTooSmall, "so small that the reference kernel is faster")                           \
  X(kManyReaders, "another operator reads the map, or it is an output")                  \
  X(kKernelNeedsWhole, "the convolution's kernel computes its output as a whole")        \
  X(kNotOurs, "one of both is the application's own operator")                           \
  X(kBatches, "there are several batches, or more rows than 32,767")                     \
  X(kSavesNoMemory, "parts of the map would take no less memory than the map")

enum class Refusal : uint8_t {
  kNone,  // it applies
#define TFLITE_KERNEL_REFUSAL(name, text) name,
  TFLITE_KERNEL_REFUSALS(TFLITE_KERNEL_REFUSAL)
#undef TFLITE_KERNEL_REFUSAL
};

const char* RefusalText(Refusal refusal);

#ifdef LAYERSCOPE_REPORT_CHOICES
// Set before AllocateTensors(), it is told of subgraph 0's nodes: every kernel in the table of the node's
// form, fastest first, applicable or not, and its fusion with the pool behind it; and the bytes of each
// scratch buffer.
struct KernelChoiceObserver {
  void (*candidate)(int node, const char* kernel, Refusal refusal);
  void (*fusion)(int node, Refusal refusal);
  void (*scratch)(int node, size_t bytes);
};
extern const KernelChoiceObserver* kernel_choice_observer;
#endif

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNEL_CHOICE_H_
