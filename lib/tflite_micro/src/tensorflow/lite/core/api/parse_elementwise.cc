// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/core/api/parse_options.h"

namespace tflite {

TfLiteStatus ParseAdd(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteAddParams, AddOptions>(
      op, allocator, data, [](const AddOptions& from, TfLiteAddParams* to) {
        to->pot_scale_int16 = from.pot_scale_int16();
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

TfLiteStatus ParseArgMax(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteArgMaxParams, ArgMaxOptions>(
      op, allocator, data, [](const ArgMaxOptions& from, TfLiteArgMaxParams* to) {
        return ConvertTensorType(from.output_type(), &to->output_type);
      });
}

TfLiteStatus ParseArgMin(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteArgMinParams, ArgMinOptions>(
      op, allocator, data, [](const ArgMinOptions& from, TfLiteArgMinParams* to) {
        return ConvertTensorType(from.output_type(), &to->output_type);
      });
}

TfLiteStatus ParseCast(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteCastParams, CastOptions>(
      op, allocator, data, [](const CastOptions& from, TfLiteCastParams* to) {
        TF_LITE_ENSURE_STATUS(ConvertTensorType(from.in_data_type(), &to->in_data_type));
        return ConvertTensorType(from.out_data_type(), &to->out_data_type);
      });
}

TfLiteStatus ParseDiv(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteDivParams, DivOptions>(
      op, allocator, data, [](const DivOptions& from, TfLiteDivParams* to) {
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

TfLiteStatus ParseLeakyRelu(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                            void** data) {
  return ParseOptions<TfLiteLeakyReluParams, LeakyReluOptions>(
      op, allocator, data, [](const LeakyReluOptions& from, TfLiteLeakyReluParams* to) {
        to->alpha = from.alpha();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseMul(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteMulParams, MulOptions>(
      op, allocator, data, [](const MulOptions& from, TfLiteMulParams* to) {
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

TfLiteStatus ParseReducer(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteReducerParams, ReducerOptions>(
      op, allocator, data, [](const ReducerOptions& from, TfLiteReducerParams* to) {
        to->keep_dims = from.keep_dims();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseSoftmax(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteSoftmaxParams, SoftmaxOptions>(
      op, allocator, data, [](const SoftmaxOptions& from, TfLiteSoftmaxParams* to) {
        to->beta = from.beta();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseSub(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteSubParams, SubOptions>(
      op, allocator, data, [](const SubOptions& from, TfLiteSubParams* to) {
        to->pot_scale_int16 = from.pot_scale_int16();
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

TfLiteStatus ParseL2Normalization(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                                  void** data) {
  return ParseOptions<TfLiteL2NormParams, L2NormOptions>(
      op, allocator, data, [](const L2NormOptions& from, TfLiteL2NormParams* to) {
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

// Operators without options, or whose options say nothing.
// clang-format off
#define TFLITE_PARSERS_OF_NOTHING(X) \
  X(ParseAbs) X(ParseAddN) X(ParseEmbeddingLookup) \
  X(ParseAssignVariable) X(ParseBroadcastArgs) X(ParseBroadcastTo) X(ParseCeil) X(ParseCos) X(ParseDequantize) \
  X(ParseElu) X(ParseEqual) X(ParseExp) X(ParseExpandDims) X(ParseFill) X(ParseFloor) X(ParseGatherNd) X(ParseGreater) \
  X(ParseGreaterEqual) X(ParseHardSwish) X(ParseLess) X(ParseLessEqual) X(ParseLog) X(ParseLogicalAnd) \
  X(ParseLogicalNot) X(ParseLogicalOr) X(ParseLogistic) X(ParseLogSoftmax) X(ParseMaximum) \
  X(ParseMinimum) X(ParseNeg) X(ParseNotEqual) X(ParsePad) X(ParseBatchToSpaceNd) X(ParseSpaceToBatchNd) X(ParsePadV2) X(ParsePrelu) X(ParseQuantize) \
  X(ParseReadVariable) X(ParseRelu) X(ParseRelu6) X(ParseRound) X(ParseRsqrt) X(ParseSelectV2) \
  X(ParseSin) X(ParseSlice) X(ParseSqrt) X(ParseSquare) X(ParseSquaredDifference) X(ParseTanh) \
  X(ParseTranspose) X(ParseZerosLike)
// clang-format on
#define TFLITE_PARSE_NOTHING(NAME) \
  TfLiteStatus NAME(const Operator*, ErrorReporter*, BuiltinDataAllocator*, void**) { return kTfLiteOk; }
TFLITE_PARSERS_OF_NOTHING(TFLITE_PARSE_NOTHING)
#undef TFLITE_PARSE_NOTHING

}  // namespace tflite
