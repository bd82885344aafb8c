// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_PRODUCT_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_PRODUCT_H_

#include <cstdint>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/float16.h"

// What the forms of a layer differ in: how an activation and a weight are multiplied, and how a sum of
// products becomes an output. The loops of the layers (conv.h, depthwise_conv.h, fully_connected.h) are the
// same for all.

namespace tflite {
namespace reference {

struct FloatProduct {
  using Sum = float;

  // `weight` is float or TfLiteFloat16.
  template <typename Weight>
  float operator()(float activation, Weight weight) const {
    return activation * ToFloat(weight);
  }
};

struct Int8Product {
  using Sum = int32_t;
  int32_t input_zero_point;
  int32_t filter_zero_point = 0;

  int32_t operator()(int8_t activation, int8_t weight) const {
    return (activation - input_zero_point) * (weight - filter_zero_point);
  }
};

// int16 activations have the zero point 0, and so have their weights.
struct Int16Product {
  using Sum = int64_t;

  int32_t operator()(int16_t activation, int8_t weight) const { return activation * weight; }
};

// Weights of 4 bits, two a byte, the first in the low half. Stands for a pointer to int8_t.
struct Int4Pointer {
  const uint8_t* bytes;
  int32_t first;

  int8_t operator[](int32_t i) const {
    const int32_t place = first + i;
    const int nibble = bytes[place >> 1] >> ((place & 1) * 4) & 15;
    return static_cast<int8_t>((nibble ^ 8) - 8);
  }
  Int4Pointer operator+(int32_t distance) const { return {bytes, first + distance}; }
};

// A bias that is float32, float16, or left out (null). It is read once an output, so its type is decided here
// rather than by a second copy of every loop.
struct FloatBias {
  const void* data;
  bool is_float16;

  float operator()(float sum, int32_t channel) const {
    if (data == nullptr) {
      return sum;
    }
    return sum + (is_float16 ? ToFloat(static_cast<const TfLiteFloat16*>(data)[channel])
                             : static_cast<const float*>(data)[channel]);
  }
};

// Adds the bias and clamps.
struct FloatOutput {
  FloatBias bias;
  FloatRange range;

  float operator()(float sum, int32_t channel) const { return Clamp(bias(sum, channel), range); }
};

// Adds the bias, rescales by the channel's multiplier, shifts to the zero point and clamps. `step` is 1 for a
// multiplier per channel, 0 for one that holds for all.
struct Int8Output {
  const int32_t* bias;
  const int32_t* multiplier;
  const int32_t* shift;
  int32_t step;
  int32_t zero_point;
  int32_t min;
  int32_t max;

  int8_t operator()(int32_t sum, int32_t channel) const {
    // These additions wrap, as on the core, should a damaged model's bias or scale exceed 32 bits.
    const int32_t biased = bias == nullptr ? sum : fixed_point::Add(sum, bias[channel]);
    const int32_t scaled = fixed_point::MultiplyByMultiplier(biased, multiplier[channel * step],
                                                             static_cast<int>(shift[channel * step]));
    return static_cast<int8_t>(Clamp(fixed_point::Add(scaled, zero_point), min, max));
  }
};

// The same for int16, with the zero point 0. A sum with an int32 bias is one of 32 bits, and rounded as such;
// any other has 64.
struct Int16Output {
  const void* bias;
  bool narrow;  // the bias is int32
  const int32_t* multiplier;
  const int32_t* shift;
  int32_t step;
  int32_t min;
  int32_t max;

  int16_t operator()(int64_t sum, int32_t channel) const {
    const int32_t factor = multiplier[channel * step];
    const int exponent = static_cast<int>(shift[channel * step]);
    if (narrow) {
      const int32_t biased =
          fixed_point::Add(static_cast<int32_t>(sum), static_cast<const int32_t*>(bias)[channel]);
      return static_cast<int16_t>(
          Clamp(fixed_point::MultiplyByMultiplier(biased, factor, exponent), min, max));
    }
    uint64_t biased = static_cast<uint64_t>(sum);
    if (bias != nullptr) biased += static_cast<const uint64_t*>(bias)[channel];
    return static_cast<int16_t>(Clamp(
        fixed_point::MultiplyWideByMultiplier(static_cast<int64_t>(biased), factor, exponent), min, max));
  }
};

// Scales an exact integer sum to float, adds the float bias and clamps. The order of the two multiplications
// is LiteRT's, so that results are its own to the last bit where the compiler does not fuse them with the
// addition.
struct HybridOutput {
  const float* bias;
  const float* filter_scale;
  int32_t filter_scale_step;
  float input_scale;
  FloatRange range;
  bool filter_scale_first = false;

  float operator()(int32_t sum, int32_t channel) const {
    const float scale = filter_scale[channel * filter_scale_step];
    const float real_sum = static_cast<float>(sum);
    const float value =
        filter_scale_first ? (real_sum * scale) * input_scale : real_sum * (input_scale * scale);
    return Clamp(bias == nullptr ? value : value + bias[channel], range);
  }
};

}  // namespace reference
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_PRODUCT_H_
