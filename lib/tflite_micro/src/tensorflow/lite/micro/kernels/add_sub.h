// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_ADD_SUB_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_ADD_SUB_H_

#include <cstdint>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"

namespace tflite {

// Quantised: both inputs are brought to one scale, twice the larger of theirs, with `left_shift` bits more;
// their sum or difference is scaled to the output. Elements 0 and 1 are the inputs', element 2 the output's.
struct AddSubOpData : ElementwiseOpData {
  ResultRange range;
  int32_t multiplier[3];
  int8_t shift[3];
  int8_t left_shift;
  int16_t zero_point[3];
};
static_assert(sizeof(void*) != 4 || sizeof(AddSubOpData) == 36, "update kernels/elementwise.py");

// Sign is 1 or -1.
template <int Sign>
struct FloatSum {
  static float Apply(float a, float b, const void* data) {
    return Clamp(Sign > 0 ? a + b : a - b, static_cast<const AddSubOpData*>(data)->range.real);
  }
};

// Wraps, as two's complement does.
template <int Sign>
struct WrappingSum {
  static int32_t Apply(int32_t a, int32_t b, const void* data) {
    const uint32_t left = static_cast<uint32_t>(a);
    const uint32_t right = static_cast<uint32_t>(b);
    return Clamp(static_cast<int32_t>(Sign > 0 ? left + right : left - right),
                 static_cast<const AddSubOpData*>(data)->range.integer);
  }
};

// `value`, an element of input k, at the common scale.
inline int32_t ToCommonScale(int32_t value, const AddSubOpData& data, int k) {
  return fixed_point::MultiplyByMultiplier((value - data.zero_point[k]) * (1 << data.left_shift),
                                           data.multiplier[k], data.shift[k]);
}

template <int Sign>
struct QuantizedSum {
  static int32_t Apply(int32_t a, int32_t b, const void* op_data) {
    const auto& data = *static_cast<const AddSubOpData*>(op_data);
    const int32_t sum = ToCommonScale(a, data, 0) + Sign * ToCommonScale(b, data, 1);
    const int32_t scaled = fixed_point::MultiplyByMultiplier(sum, data.multiplier[2], data.shift[2]);
    return Clamp(fixed_point::Add(scaled, data.zero_point[2]), data.range.integer);
  }
};

// Checks the node and fills its AddSubOpData. `choices` are those of kReferenceRows.
TfLiteStatus AddSubPrepare(TfLiteContext* context, TfLiteNode* node, TfLiteFusedActivation activation,
                           const char* op, const RowChoice (&choices)[4]);

template <int Sign>
constexpr RowChoice kReferenceRows[4] = {
    {kTfLiteFloat32, BinaryRow<FloatSum<Sign>, float>, Sign > 0 ? "reference_add_f32" : "reference_sub_f32"},
    {kTfLiteInt8, BinaryRow<QuantizedSum<Sign>, int8_t>, Sign > 0 ? "reference_add_s8" : "reference_sub_s8"},
    {kTfLiteInt16, BinaryRow<QuantizedSum<Sign>, int16_t>,
     Sign > 0 ? "reference_add_s16" : "reference_sub_s16"},
    {kTfLiteInt32, BinaryRow<WrappingSum<Sign>, int32_t>,
     Sign > 0 ? "reference_add_s32" : "reference_sub_s32"},
};

// Prepare of ADD and of SUB with the reference kernels.
inline TfLiteStatus AddPrepareReference(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteAddParams*>(node->builtin_data);
  // TensorFlow Lite Micro adds int32 without the fused activation, which SUB and MUL honour; results are its.
  const bool ignored = TempTensor::Output(context, node, 0)->type == kTfLiteInt32;
  return AddSubPrepare(context, node, ignored ? kTfLiteActNone : params->activation, "ADD",
                       kReferenceRows<1>);
}

inline TfLiteStatus SubPrepareReference(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteSubParams*>(node->builtin_data);
  return AddSubPrepare(context, node, params->activation, "SUB", kReferenceRows<-1>);
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_ADD_SUB_H_
