// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_MUL_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_MUL_H_

#include <cstdint>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"

namespace tflite {

struct MulOpData : ElementwiseOpData {
  ResultRange range;
  int32_t multiplier;
  int32_t shift;
  int16_t zero_point[2];
  int16_t output_zero_point;
};
static_assert(sizeof(void*) != 4 || sizeof(MulOpData) == 28, "update kernels/elementwise.py");

struct FloatProduct {
  static float Apply(float a, float b, const void* data) {
    return Clamp(a * b, static_cast<const MulOpData*>(data)->range.real);
  }
};

// Wraps, as two's complement does.
struct WrappingProduct {
  static int32_t Apply(int32_t a, int32_t b, const void* data) {
    return Clamp(static_cast<int32_t>(static_cast<uint32_t>(a) * static_cast<uint32_t>(b)),
                 static_cast<const MulOpData*>(data)->range.integer);
  }
};

struct QuantizedProduct {
  static int32_t Apply(int32_t a, int32_t b, const void* op_data) {
    const auto& data = *static_cast<const MulOpData*>(op_data);
    const int32_t product = (a - data.zero_point[0]) * (b - data.zero_point[1]);
    const int32_t scaled =
        fixed_point::MultiplyByMultiplier(product, data.multiplier, static_cast<int>(data.shift));
    return Clamp(fixed_point::Add(scaled, data.output_zero_point), data.range.integer);
  }
};

constexpr RowChoice kMulReferenceRows[] = {
    {kTfLiteFloat32, BinaryRow<FloatProduct, float>, "reference_mul_f32"},
    {kTfLiteInt8, BinaryRow<QuantizedProduct, int8_t>, "reference_mul_s8"},
    {kTfLiteInt16, BinaryRow<QuantizedProduct, int16_t>, "reference_mul_s16"},
    {kTfLiteInt32, BinaryRow<WrappingProduct, int32_t>, "reference_mul_s32"},
};

// Prepare with the reference kernels.
TfLiteStatus MulPrepareReference(TfLiteContext* context, TfLiteNode* node);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_MUL_H_
