// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/core/api/parse_options.h"
#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {

TfLiteStatus ParseConcatenation(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                                void** data) {
  return ParseOptions<TfLiteConcatenationParams, ConcatenationOptions>(
      op, allocator, data, [](const ConcatenationOptions& from, TfLiteConcatenationParams* to) {
        to->axis = from.axis();
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

TfLiteStatus ParseDepthToSpace(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                               void** data) {
  return ParseOptions<TfLiteDepthToSpaceParams, DepthToSpaceOptions>(
      op, allocator, data, [](const DepthToSpaceOptions& from, TfLiteDepthToSpaceParams* to) {
        to->block_size = from.block_size();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseCumsum(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteCumsumParams, CumsumOptions>(
      op, allocator, data, [](const CumsumOptions& from, TfLiteCumsumParams* to) {
        to->exclusive = from.exclusive();
        to->reverse = from.reverse();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseGather(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteGatherParams, GatherOptions>(
      op, allocator, data, [](const GatherOptions& from, TfLiteGatherParams* to) {
        to->axis = from.axis();
        to->batch_dims = from.batch_dims();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseMirrorPad(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                            void** data) {
  return ParseOptions<TfLiteMirrorPaddingParams, MirrorPadOptions>(
      op, allocator, data, [](const MirrorPadOptions& from, TfLiteMirrorPaddingParams* to) {
        if (from.mode() != MirrorPadMode_REFLECT && from.mode() != MirrorPadMode_SYMMETRIC) {
          MicroPrintf("MIRROR_PAD has mode %d, which is not in the schema; convert the model again",
                      static_cast<int>(from.mode()));
          return kTfLiteError;
        }
        to->mode = from.mode() == MirrorPadMode_REFLECT ? kTfLiteMirrorPaddingReflect
                                                        : kTfLiteMirrorPaddingSymmetric;
        return kTfLiteOk;
      });
}

TfLiteStatus ParsePack(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLitePackParams, PackOptions>(op, allocator, data,
                                                     [](const PackOptions& from, TfLitePackParams* to) {
                                                       to->values_count = from.values_count();
                                                       to->axis = from.axis();
                                                       return kTfLiteOk;
                                                     });
}

TfLiteStatus ParseReshape(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteReshapeParams, ReshapeOptions>(
      op, allocator, data, [](const ReshapeOptions& from, TfLiteReshapeParams* to) {
        return CopyDimensions("RESHAPE", from.new_shape(), TFLITE_RESHAPE_PARAMS_MAX_DIMENSION_COUNT,
                              to->shape, &to->num_dimensions);
      });
}

TfLiteStatus ParseResizeBilinear(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                                 void** data) {
  return ParseOptions<TfLiteResizeBilinearParams, ResizeBilinearOptions>(
      op, allocator, data, [](const ResizeBilinearOptions& from, TfLiteResizeBilinearParams* to) {
        to->align_corners = from.align_corners();
        to->half_pixel_centers = from.half_pixel_centers();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseResizeNearestNeighbor(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                                        void** data) {
  return ParseOptions<TfLiteResizeNearestNeighborParams, ResizeNearestNeighborOptions>(
      op, allocator, data,
      [](const ResizeNearestNeighborOptions& from, TfLiteResizeNearestNeighborParams* to) {
        to->align_corners = from.align_corners();
        to->half_pixel_centers = from.half_pixel_centers();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseShape(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteShapeParams, ShapeOptions>(
      op, allocator, data, [](const ShapeOptions& from, TfLiteShapeParams* to) {
        return ConvertTensorType(from.out_type(), &to->out_type);
      });
}

TfLiteStatus ParseSpaceToDepth(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                               void** data) {
  return ParseOptions<TfLiteSpaceToDepthParams, SpaceToDepthOptions>(
      op, allocator, data, [](const SpaceToDepthOptions& from, TfLiteSpaceToDepthParams* to) {
        to->block_size = from.block_size();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseSplit(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteSplitParams, SplitOptions>(op, allocator, data,
                                                       [](const SplitOptions& from, TfLiteSplitParams* to) {
                                                         to->num_splits = from.num_splits();
                                                         return kTfLiteOk;
                                                       });
}

TfLiteStatus ParseSplitV(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteSplitVParams, SplitVOptions>(
      op, allocator, data, [](const SplitVOptions& from, TfLiteSplitVParams* to) {
        to->num_splits = from.num_splits();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseSqueeze(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteSqueezeParams, SqueezeOptions>(
      op, allocator, data, [](const SqueezeOptions& from, TfLiteSqueezeParams* to) {
        return CopyDimensions("SQUEEZE", from.squeeze_dims(), 8, to->squeeze_dims, &to->num_squeeze_dims);
      });
}

TfLiteStatus ParseStridedSlice(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                               void** data) {
  return ParseOptions<TfLiteStridedSliceParams, StridedSliceOptions>(
      op, allocator, data, [](const StridedSliceOptions& from, TfLiteStridedSliceParams* to) {
        to->begin_mask = from.begin_mask();
        to->end_mask = from.end_mask();
        to->ellipsis_mask = from.ellipsis_mask();
        to->new_axis_mask = from.new_axis_mask();
        to->shrink_axis_mask = from.shrink_axis_mask();
        to->offset = from.offset();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseUnpack(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteUnpackParams, UnpackOptions>(
      op, allocator, data, [](const UnpackOptions& from, TfLiteUnpackParams* to) {
        to->num = from.num();
        to->axis = from.axis();
        return kTfLiteOk;
      });
}

}  // namespace tflite
