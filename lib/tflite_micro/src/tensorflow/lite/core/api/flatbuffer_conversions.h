// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_CORE_API_FLATBUFFER_CONVERSIONS_H_
#define TENSORFLOW_LITE_CORE_API_FLATBUFFER_CONVERSIONS_H_

#include <cstddef>
#include <new>

#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/core/api/error_reporter.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

// Where the parsed options of builtin operators are put.
class BuiltinDataAllocator {
 public:
  virtual void* Allocate(size_t size, size_t alignment_hint) = 0;
  virtual void Deallocate(void* data) = 0;

  // Zeroed; null when the memory is full.
  template <typename T>
  T* AllocatePOD() {
    void* memory = Allocate(sizeof(T), alignof(T));
    return memory == nullptr ? nullptr : new (memory) T();
  }

  virtual ~BuiltinDataAllocator() = default;

 private:
  TF_LITE_REMOVE_VIRTUAL_DELETE
};

// Each turns the options of an operator into the structure of builtin_op_data.h that its kernel reads.
// Options that the model leaves out get the schema's defaults; a value outside the schema is an error. Those
// of operators without options leave `data` as it is.
// clang-format off
#define TFLITE_PARSERS(X) \
  X(ParseAbs) X(ParseAdd) X(ParseAddN) X(ParseEmbeddingLookup) X(ParseL2Normalization) \
  X(ParseArgMax) X(ParseArgMin) X(ParseAssignVariable) X(ParseBatchMatMul) \
  X(ParseBroadcastArgs) X(ParseBroadcastTo) X(ParseCallOnce) X(ParseCast) X(ParseCeil) X(ParseConcatenation) X(ParseConv2D) \
  X(ParseCos) X(ParseCumsum) X(ParseDepthToSpace) X(ParseDepthwiseConv2D) X(ParseDequantize) X(ParseDiv) X(ParseElu) \
  X(ParseEqual) X(ParseExp) X(ParseExpandDims) X(ParseFill) X(ParseFloor) X(ParseFullyConnected) \
  X(ParseGather) X(ParseGatherNd) X(ParseGreater) X(ParseGreaterEqual) X(ParseHardSwish) X(ParseIf) X(ParseLeakyRelu) \
  X(ParseLess) X(ParseLessEqual) X(ParseLog) X(ParseLogicalAnd) X(ParseLogicalNot) X(ParseLogicalOr) \
  X(ParseLogistic) X(ParseLogSoftmax) X(ParseMaximum) X(ParseMinimum) X(ParseMirrorPad) X(ParseMul) \
  X(ParseNeg) X(ParseNotEqual) X(ParsePack) X(ParsePad) X(ParsePadV2) X(ParsePool) X(ParsePrelu) \
  X(ParseQuantize) X(ParseReadVariable) X(ParseReducer) X(ParseRelu) X(ParseRelu6) X(ParseReshape) \
  X(ParseResizeBilinear) X(ParseResizeNearestNeighbor) X(ParseRound) X(ParseRsqrt) X(ParseSelectV2) \
  X(ParseShape) X(ParseSin) X(ParseSlice) X(ParseSoftmax) X(ParseSpaceToDepth) X(ParseSplit) \
  X(ParseSpaceToBatchNd) X(ParseBatchToSpaceNd) \
  X(ParseSplitV) X(ParseSqrt) X(ParseSquare) X(ParseSquaredDifference) X(ParseSqueeze) \
  X(ParseStridedSlice) X(ParseSub) X(ParseSvdf) X(ParseTanh) X(ParseTranspose) X(ParseTransposeConv) \
  X(ParseUnidirectionalSequenceLSTM) X(ParseUnpack) X(ParseVarHandle) X(ParseWhile) X(ParseZerosLike)
// clang-format on
#define TFLITE_DECLARE_PARSER(NAME)                                                               \
  TfLiteStatus NAME(const Operator* op, ErrorReporter* reporter, BuiltinDataAllocator* allocator, \
                    void** data);
TFLITE_PARSERS(TFLITE_DECLARE_PARSER)
#undef TFLITE_DECLARE_PARSER

// kTfLiteError, with a text, for a type that kernels do not know.
TfLiteStatus ConvertTensorType(TensorType tensor_type, TfLiteType* type);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_CORE_API_FLATBUFFER_CONVERSIONS_H_
