// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_OP_DATA_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_OP_DATA_H_

#include <cstdint>

// What each kernel keeps between Prepare and Invoke, in the arena. The Python mirror of the arena planner
// (tools/layerscope/models/arena.py) knows these sizes; the assertions at the end hold both to the 32-bit
// target.
//
// Persistent allocations of an operator, in this order:
// - CONV_2D, DEPTHWISE_CONV_2D: ConvOpData; integer forms also int32_t multiplier[channels], int32_t
//   shift[channels].
// - FULLY_CONNECTED: FullyConnectedOpData; integer forms with a scale per output channel also the same two
//   arrays.
// - MAX_POOL_2D, AVERAGE_POOL_2D: PoolOpData. SOFTMAX: SoftmaxOpData.
// - QUANTIZE, DEQUANTIZE: QuantizeOpData. RESHAPE: none.
//
// Scratch of an operator: hybrid CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED need one batch of the input
// as int8; the others need none. Fast kernels (kernels/cmsis_nn) may ask for more in the same single buffer.

namespace tflite {

enum class KernelForm : uint8_t {
  kFloat32,         // float32 throughout
  kInt8,            // int8 activations and weights, int32 bias
  kHybrid,          // float32 activations quantised at run time, int8 weights, float32 bias
  kFloat16Weights,  // float32 activations, float16 weights, float16 or float32 bias
  kInt16,           // int16 activations, int8 weights, int64 or int32 bias
  kInt4,            // int8 activations, int4 weights, int32 bias
};

// The parts in which a kernel can run a convolution, for a pool behind it (micro/fused_pool.h). By rows: with
// an output of fewer rows and padding that may be negative, all else as it is. By channels: with fewer
// filters.
enum class ConvSplit : uint8_t { kNone, kRows, kChannels };

struct ConvOpData {
  int32_t* multiplier;  // [output channels]; integer forms only
  union {
    int32_t* shift;     // [output channels]; positive is to the left; integer forms only
    float input_scale;  // of the input as it was quantised last; hybrid only
  };
  const float* filter_scale;  // in the model; hybrid only
  int32_t scratch;            // buffer index, -1 for none
  int16_t activation_min;     // quantised; float kernels derive theirs from the fused activation
  int16_t activation_max;
  int16_t padding_height;  // rows of padding above
  int16_t padding_width;   // columns of padding to the left
  int16_t input_zero_point;
  int8_t output_zero_point;
  KernelForm form;
  // Hybrid: 1 when the channels' scales differ, 0 when filter_scale[0] holds for all.
  uint8_t filter_scale_step : 1;
  uint8_t kernel : 7;  // its number in the form's table, 0 for the reference
  ConvSplit split;
  // Hybrid: `scratch`, `input_scale` and `input_zero_point` are those of this input already.
  bool input_is_quantized;
  uint8_t tile_pixels;  // how many pixels the kernel takes at a time; 0 when it makes no difference
};

struct FullyConnectedOpData {
  int32_t* channel_multiplier;  // [output channels], or null: then `multiplier` and `shift` hold for all
  int32_t* channel_shift;
  int32_t multiplier;
  int32_t shift;
  union {
    const float* filter_scale;  // in the model; hybrid only
    struct {
      int16_t min;
      int16_t max;
    } activation16;  // int16 only
  };
  int32_t scratch;  // buffer index, -1 for none
  int8_t input_zero_point;
  int8_t filter_zero_point;
  int8_t output_zero_point;
  int8_t activation_min;
  int8_t activation_max;
  int8_t filter_scale_step;  // hybrid: 1 for a scale per output channel, 0 when filter_scale[0] holds for all
  KernelForm form;
  uint8_t kernel;  // its number in the form's table, 0 for the reference
};

struct PoolOpData {
  int32_t scratch;  // buffer index, -1 for none
  int16_t padding_height;
  int16_t padding_width;
  int16_t activation_min;
  int16_t activation_max;
};

struct SoftmaxOpData {
  int32_t multiplier;
  int32_t shift;
  int32_t diff_min;  // (input - row maximum) below this has an exponential of zero
};

struct QuantizeOpData {
  float scale;  // QUANTIZE: of the output; DEQUANTIZE: of the input
  int32_t input_zero_point;
  int32_t output_zero_point;
  int32_t multiplier;  // integer to integer only
  int32_t shift;
};

static_assert(sizeof(void*) != 4 || sizeof(ConvOpData) == 32, "update arena.py");
static_assert(sizeof(void*) != 4 || sizeof(FullyConnectedOpData) == 32, "update arena.py");
static_assert(sizeof(PoolOpData) == 12, "update arena.py");
static_assert(sizeof(SoftmaxOpData) == 12, "update arena.py");
static_assert(sizeof(QuantizeOpData) == 20, "update arena.py");

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_OP_DATA_H_
