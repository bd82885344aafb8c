// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_SCHEMA_BUILTIN_OPTIONS_H_
#define TENSORFLOW_LITE_SCHEMA_BUILTIN_OPTIONS_H_

// Every member of the schema's BuiltinOptions union with its tag, without gaps.

// clang-format off
#define TFLITE_BUILTIN_OPTIONS(X) \
  X(NONE, 0) X(Conv2DOptions, 1) X(DepthwiseConv2DOptions, 2) X(ConcatEmbeddingsOptions, 3) \
  X(LSHProjectionOptions, 4) X(Pool2DOptions, 5) X(SVDFOptions, 6) X(RNNOptions, 7) \
  X(FullyConnectedOptions, 8) X(SoftmaxOptions, 9) X(ConcatenationOptions, 10) X(AddOptions, 11) \
  X(L2NormOptions, 12) X(LocalResponseNormalizationOptions, 13) X(LSTMOptions, 14) \
  X(ResizeBilinearOptions, 15) X(CallOptions, 16) X(ReshapeOptions, 17) X(SkipGramOptions, 18) \
  X(SpaceToDepthOptions, 19) X(EmbeddingLookupSparseOptions, 20) X(MulOptions, 21) X(PadOptions, 22) \
  X(GatherOptions, 23) X(BatchToSpaceNDOptions, 24) X(SpaceToBatchNDOptions, 25) X(TransposeOptions, 26) \
  X(ReducerOptions, 27) X(SubOptions, 28) X(DivOptions, 29) X(SqueezeOptions, 30) \
  X(SequenceRNNOptions, 31) X(StridedSliceOptions, 32) X(ExpOptions, 33) X(TopKV2Options, 34) \
  X(SplitOptions, 35) X(LogSoftmaxOptions, 36) X(CastOptions, 37) X(DequantizeOptions, 38) \
  X(MaximumMinimumOptions, 39) X(ArgMaxOptions, 40) X(LessOptions, 41) X(NegOptions, 42) \
  X(PadV2Options, 43) X(GreaterOptions, 44) X(GreaterEqualOptions, 45) X(LessEqualOptions, 46) \
  X(SelectOptions, 47) X(SliceOptions, 48) X(TransposeConvOptions, 49) X(SparseToDenseOptions, 50) \
  X(TileOptions, 51) X(ExpandDimsOptions, 52) X(EqualOptions, 53) X(NotEqualOptions, 54) \
  X(ShapeOptions, 55) X(PowOptions, 56) X(ArgMinOptions, 57) X(FakeQuantOptions, 58) X(PackOptions, 59) \
  X(LogicalOrOptions, 60) X(OneHotOptions, 61) X(LogicalAndOptions, 62) X(LogicalNotOptions, 63) \
  X(UnpackOptions, 64) X(FloorDivOptions, 65) X(SquareOptions, 66) X(ZerosLikeOptions, 67) \
  X(FillOptions, 68) X(BidirectionalSequenceLSTMOptions, 69) X(BidirectionalSequenceRNNOptions, 70) \
  X(UnidirectionalSequenceLSTMOptions, 71) X(FloorModOptions, 72) X(RangeOptions, 73) \
  X(ResizeNearestNeighborOptions, 74) X(LeakyReluOptions, 75) X(SquaredDifferenceOptions, 76) \
  X(MirrorPadOptions, 77) X(AbsOptions, 78) X(SplitVOptions, 79) X(UniqueOptions, 80) \
  X(ReverseV2Options, 81) X(AddNOptions, 82) X(GatherNdOptions, 83) X(CosOptions, 84) X(WhereOptions, 85) \
  X(RankOptions, 86) X(ReverseSequenceOptions, 87) X(MatrixDiagOptions, 88) X(QuantizeOptions, 89) \
  X(MatrixSetDiagOptions, 90) X(HardSwishOptions, 91) X(IfOptions, 92) X(WhileOptions, 93) \
  X(DepthToSpaceOptions, 94) X(NonMaxSuppressionV4Options, 95) X(NonMaxSuppressionV5Options, 96) \
  X(ScatterNdOptions, 97) X(SelectV2Options, 98) X(DensifyOptions, 99) X(SegmentSumOptions, 100) \
  X(BatchMatMulOptions, 101) X(CumsumOptions, 102) X(CallOnceOptions, 103) X(BroadcastToOptions, 104) \
  X(Rfft2dOptions, 105) X(Conv3DOptions, 106) X(HashtableOptions, 107) X(HashtableFindOptions, 108) \
  X(HashtableImportOptions, 109) X(HashtableSizeOptions, 110) X(VarHandleOptions, 111) \
  X(ReadVariableOptions, 112) X(AssignVariableOptions, 113) X(RandomOptions, 114) \
  X(BucketizeOptions, 115) X(GeluOptions, 116) X(DynamicUpdateSliceOptions, 117) \
  X(UnsortedSegmentProdOptions, 118) X(UnsortedSegmentMaxOptions, 119) X(UnsortedSegmentMinOptions, 120) \
  X(UnsortedSegmentSumOptions, 121) X(ATan2Options, 122) X(SignOptions, 123) X(BitcastOptions, 124) \
  X(BitwiseXorOptions, 125) X(RightShiftOptions, 126)
// clang-format on

#endif  // TENSORFLOW_LITE_SCHEMA_BUILTIN_OPTIONS_H_
