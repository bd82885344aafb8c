// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_BUILTIN_KERNELS_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_BUILTIN_KERNELS_H_

// Every builtin operator that this runtime knows: X(name in Add<name>(), name in Register_<name>(), parser of
// its options). One whose kernel is not written yet is declared like the others, and missed by the linker
// when used.

// clang-format off
#define TFLITE_MICRO_KERNELS(X) \
  X(Abs, ABS, ParseAbs) X(Add, ADD, ParseAdd) X(AddN, ADD_N, ParseAddN) \
  X(EmbeddingLookup, EMBEDDING_LOOKUP, ParseEmbeddingLookup) \
  X(L2Normalization, L2_NORMALIZATION, ParseL2Normalization) X(L2Pool2D, L2_POOL_2D, ParsePool) \
  X(ArgMax, ARG_MAX, ParseArgMax) \
  X(ArgMin, ARG_MIN, ParseArgMin) X(AssignVariable, ASSIGN_VARIABLE, ParseAssignVariable) \
  X(AveragePool2D, AVERAGE_POOL_2D, ParsePool) X(BatchMatMul, BATCH_MATMUL, ParseBatchMatMul) \
  X(BatchToSpaceNd, BATCH_TO_SPACE_ND, ParseBatchToSpaceNd) \
  X(BroadcastArgs, BROADCAST_ARGS, ParseBroadcastArgs) \
  X(BroadcastTo, BROADCAST_TO, ParseBroadcastTo) X(CallOnce, CALL_ONCE, ParseCallOnce) \
  X(Cast, CAST, ParseCast) X(Ceil, CEIL, ParseCeil) X(Concatenation, CONCATENATION, ParseConcatenation) \
  X(Conv2D, CONV_2D, ParseConv2D) X(Cos, COS, ParseCos) \
  X(Cumsum, CUMSUM, ParseCumsum) \
  X(DepthToSpace, DEPTH_TO_SPACE, ParseDepthToSpace) \
  X(DepthwiseConv2D, DEPTHWISE_CONV_2D, ParseDepthwiseConv2D) \
  X(Dequantize, DEQUANTIZE, ParseDequantize) X(Div, DIV, ParseDiv) X(Elu, ELU, ParseElu) \
  X(Equal, EQUAL, ParseEqual) X(Exp, EXP, ParseExp) X(ExpandDims, EXPAND_DIMS, ParseExpandDims) \
  X(Fill, FILL, ParseFill) X(Floor, FLOOR, ParseFloor) \
  X(FullyConnected, FULLY_CONNECTED, ParseFullyConnected) X(Gather, GATHER, ParseGather) \
  X(GatherNd, GATHER_ND, ParseGatherNd) \
  X(Greater, GREATER, ParseGreater) X(GreaterEqual, GREATER_EQUAL, ParseGreaterEqual) \
  X(HardSwish, HARD_SWISH, ParseHardSwish) X(If, IF, ParseIf) X(LeakyRelu, LEAKY_RELU, ParseLeakyRelu) \
  X(Less, LESS, ParseLess) X(LessEqual, LESS_EQUAL, ParseLessEqual) X(Log, LOG, ParseLog) \
  X(LogicalAnd, LOGICAL_AND, ParseLogicalAnd) X(LogicalNot, LOGICAL_NOT, ParseLogicalNot) \
  X(LogicalOr, LOGICAL_OR, ParseLogicalOr) X(Logistic, LOGISTIC, ParseLogistic) \
  X(LogSoftmax, LOG_SOFTMAX, ParseLogSoftmax) X(Maximum, MAXIMUM, ParseMaximum) \
  X(MaxPool2D, MAX_POOL_2D, ParsePool) X(Mean, MEAN, ParseReducer) X(Minimum, MINIMUM, ParseMinimum) \
  X(MirrorPad, MIRROR_PAD, ParseMirrorPad) X(Mul, MUL, ParseMul) X(Neg, NEG, ParseNeg) \
  X(NotEqual, NOT_EQUAL, ParseNotEqual) X(Pack, PACK, ParsePack) X(Pad, PAD, ParsePad) \
  X(PadV2, PADV2, ParsePadV2) X(Prelu, PRELU, ParsePrelu) X(Quantize, QUANTIZE, ParseQuantize) \
  X(ReadVariable, READ_VARIABLE, ParseReadVariable) X(ReduceMax, REDUCE_MAX, ParseReducer) \
  X(ReduceMin, REDUCE_MIN, ParseReducer) X(Relu, RELU, ParseRelu) X(Relu6, RELU6, ParseRelu6) \
  X(Reshape, RESHAPE, ParseReshape) X(ResizeBilinear, RESIZE_BILINEAR, ParseResizeBilinear) \
  X(ResizeNearestNeighbor, RESIZE_NEAREST_NEIGHBOR, ParseResizeNearestNeighbor) \
  X(Round, ROUND, ParseRound) X(Rsqrt, RSQRT, ParseRsqrt) X(SelectV2, SELECT_V2, ParseSelectV2) \
  X(Shape, SHAPE, ParseShape) X(Sin, SIN, ParseSin) X(Slice, SLICE, ParseSlice) \
  X(Softmax, SOFTMAX, ParseSoftmax) X(SpaceToBatchNd, SPACE_TO_BATCH_ND, ParseSpaceToBatchNd) \
  X(SpaceToDepth, SPACE_TO_DEPTH, ParseSpaceToDepth) \
  X(Split, SPLIT, ParseSplit) X(SplitV, SPLIT_V, ParseSplitV) X(Sqrt, SQRT, ParseSqrt) \
  X(Square, SQUARE, ParseSquare) X(SquaredDifference, SQUARED_DIFFERENCE, ParseSquaredDifference) \
  X(Squeeze, SQUEEZE, ParseSqueeze) X(StridedSlice, STRIDED_SLICE, ParseStridedSlice) \
  X(Sub, SUB, ParseSub) X(Sum, SUM, ParseReducer) X(Svdf, SVDF, ParseSvdf) X(Tanh, TANH, ParseTanh) \
  X(Transpose, TRANSPOSE, ParseTranspose) X(TransposeConv, TRANSPOSE_CONV, ParseTransposeConv) \
  X(UnidirectionalSequenceLSTM, UNIDIRECTIONAL_SEQUENCE_LSTM, ParseUnidirectionalSequenceLSTM) \
  X(Unpack, UNPACK, ParseUnpack) X(VarHandle, VAR_HANDLE, ParseVarHandle) X(While, WHILE, ParseWhile) \
  X(ZerosLike, ZEROS_LIKE, ParseZerosLike)
// clang-format on

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_BUILTIN_KERNELS_H_
