// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_SCHEMA_SCHEMA_OPTIONS_H_
#define TENSORFLOW_LITE_SCHEMA_SCHEMA_OPTIONS_H_

#include "tensorflow/lite/schema/flatbuffer_reader.h"
#include "tensorflow/lite/schema/schema_enums.h"

// The options tables of the operators that this runtime knows, those without fields left out. Field positions
// and defaults are the schema's (version 3).

namespace tflite {

class OptionsTable : public flatbuffers::Table {
 protected:
  template <typename T>
  T Enum(flatbuffers::voffset_t field) const {
    return static_cast<T>(GetField<int8_t>(field, 0));
  }
  int32_t Integer(flatbuffers::voffset_t field, int32_t default_value = 0) const {
    return GetField<int32_t>(field, default_value);
  }
  bool Flag(flatbuffers::voffset_t field, bool default_value = false) const {
    return GetField<uint8_t>(field, default_value ? 1 : 0) != 0;
  }
};

struct Conv2DOptions : OptionsTable {
  Padding padding() const { return Enum<Padding>(4); }
  int32_t stride_w() const { return Integer(6); }
  int32_t stride_h() const { return Integer(8); }
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(10); }
  int32_t dilation_w_factor() const { return Integer(12, 1); }
  int32_t dilation_h_factor() const { return Integer(14, 1); }
  TensorType quantized_bias_type() const { return Enum<TensorType>(16); }
};

struct DepthwiseConv2DOptions : OptionsTable {
  Padding padding() const { return Enum<Padding>(4); }
  int32_t stride_w() const { return Integer(6); }
  int32_t stride_h() const { return Integer(8); }
  int32_t depth_multiplier() const { return Integer(10); }
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(12); }
  int32_t dilation_w_factor() const { return Integer(14, 1); }
  int32_t dilation_h_factor() const { return Integer(16, 1); }
};

struct TransposeConvOptions : OptionsTable {
  Padding padding() const { return Enum<Padding>(4); }
  int32_t stride_w() const { return Integer(6); }
  int32_t stride_h() const { return Integer(8); }
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(10); }
  TensorType quantized_bias_type() const { return Enum<TensorType>(12); }
};

struct Pool2DOptions : OptionsTable {
  Padding padding() const { return Enum<Padding>(4); }
  int32_t stride_w() const { return Integer(6); }
  int32_t stride_h() const { return Integer(8); }
  int32_t filter_width() const { return Integer(10); }
  int32_t filter_height() const { return Integer(12); }
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(14); }
};

struct FullyConnectedOptions : OptionsTable {
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(4); }
  FullyConnectedOptionsWeightsFormat weights_format() const {
    return Enum<FullyConnectedOptionsWeightsFormat>(6);
  }
  bool keep_num_dims() const { return Flag(8); }
  bool asymmetric_quantize_inputs() const { return Flag(10); }
  TensorType quantized_bias_type() const { return Enum<TensorType>(12); }
};

struct BatchMatMulOptions : OptionsTable {
  bool adj_x() const { return Flag(4); }
  bool adj_y() const { return Flag(6); }
  bool asymmetric_quantize_inputs() const { return Flag(8); }
};

struct SVDFOptions : OptionsTable {
  int32_t rank() const { return Integer(4); }
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(6); }
  bool asymmetric_quantize_inputs() const { return Flag(8); }
};

struct UnidirectionalSequenceLSTMOptions : OptionsTable {
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(4); }
  float cell_clip() const { return GetField<float>(6, 0.0f); }
  float proj_clip() const { return GetField<float>(8, 0.0f); }
  bool time_major() const { return Flag(10); }
  bool asymmetric_quantize_inputs() const { return Flag(12); }
  bool diagonal_recurrent_tensors() const { return Flag(14); }
};

struct SoftmaxOptions : OptionsTable {
  float beta() const { return GetField<float>(4, 0.0f); }
};

struct AddOptions : OptionsTable {
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(4); }
  bool pot_scale_int16() const { return Flag(6, true); }
};

struct SubOptions : OptionsTable {
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(4); }
  bool pot_scale_int16() const { return Flag(6, true); }
};

struct MulOptions : OptionsTable {
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(4); }
};

struct DivOptions : OptionsTable {
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(4); }
};

struct L2NormOptions : OptionsTable {
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(4); }
};

struct LeakyReluOptions : OptionsTable {
  float alpha() const { return GetField<float>(4, 0.0f); }
};

struct CastOptions : OptionsTable {
  TensorType in_data_type() const { return Enum<TensorType>(4); }
  TensorType out_data_type() const { return Enum<TensorType>(6); }
};

struct ReducerOptions : OptionsTable {
  bool keep_dims() const { return Flag(4); }
};

struct ArgMaxOptions : OptionsTable {
  TensorType output_type() const { return Enum<TensorType>(4); }
};

struct ArgMinOptions : OptionsTable {
  TensorType output_type() const { return Enum<TensorType>(4); }
};

struct ReshapeOptions : OptionsTable {
  const flatbuffers::Vector<int32_t>* new_shape() const {
    return GetPointer<flatbuffers::Vector<int32_t>>(4);
  }
};

struct SqueezeOptions : OptionsTable {
  const flatbuffers::Vector<int32_t>* squeeze_dims() const {
    return GetPointer<flatbuffers::Vector<int32_t>>(4);
  }
};

struct ShapeOptions : OptionsTable {
  TensorType out_type() const { return Enum<TensorType>(4); }
};

struct ConcatenationOptions : OptionsTable {
  int32_t axis() const { return Integer(4); }
  ActivationFunctionType fused_activation_function() const { return Enum<ActivationFunctionType>(6); }
};

struct SplitOptions : OptionsTable {
  int32_t num_splits() const { return Integer(4); }
};

struct SplitVOptions : OptionsTable {
  int32_t num_splits() const { return Integer(4); }
};

struct PackOptions : OptionsTable {
  int32_t values_count() const { return Integer(4); }
  int32_t axis() const { return Integer(6); }
};

struct UnpackOptions : OptionsTable {
  int32_t num() const { return Integer(4); }
  int32_t axis() const { return Integer(6); }
};

struct CumsumOptions : OptionsTable {
  bool exclusive() const { return Flag(4); }
  bool reverse() const { return Flag(6); }
};

struct GatherOptions : OptionsTable {
  int32_t axis() const { return Integer(4); }
  int32_t batch_dims() const { return Integer(6); }
};

struct StridedSliceOptions : OptionsTable {
  int32_t begin_mask() const { return Integer(4); }
  int32_t end_mask() const { return Integer(6); }
  int32_t ellipsis_mask() const { return Integer(8); }
  int32_t new_axis_mask() const { return Integer(10); }
  int32_t shrink_axis_mask() const { return Integer(12); }
  bool offset() const { return Flag(14); }
};

struct MirrorPadOptions : OptionsTable {
  MirrorPadMode mode() const { return Enum<MirrorPadMode>(4); }
};

struct SpaceToDepthOptions : OptionsTable {
  int32_t block_size() const { return Integer(4); }
};

struct DepthToSpaceOptions : OptionsTable {
  int32_t block_size() const { return Integer(4); }
};

struct ResizeBilinearOptions : OptionsTable {
  bool align_corners() const { return Flag(8); }
  bool half_pixel_centers() const { return Flag(10); }
};

struct ResizeNearestNeighborOptions : OptionsTable {
  bool align_corners() const { return Flag(4); }
  bool half_pixel_centers() const { return Flag(6); }
};

struct IfOptions : OptionsTable {
  int32_t then_subgraph_index() const { return Integer(4); }
  int32_t else_subgraph_index() const { return Integer(6); }
};

struct WhileOptions : OptionsTable {
  int32_t cond_subgraph_index() const { return Integer(4); }
  int32_t body_subgraph_index() const { return Integer(6); }
};

struct CallOnceOptions : OptionsTable {
  int32_t init_subgraph_index() const { return Integer(4); }
};

struct VarHandleOptions : OptionsTable {
  const flatbuffers::String* container() const { return GetPointer<flatbuffers::String>(4); }
  const flatbuffers::String* shared_name() const { return GetPointer<flatbuffers::String>(6); }
};

// X(table, fields) for each of the above, a character a field: 1 and 4 a scalar of so many bytes, i a vector
// of numbers of 4 bytes, s a string, - one that is not read. micro/model_verifier.cc follows these rules.
// clang-format off
#define TFLITE_OPTIONS_TABLES(X) \
  X(Conv2DOptions, "1441441") X(DepthwiseConv2DOptions, "1444144") X(TransposeConvOptions, "14411") \
  X(Pool2DOptions, "144441") X(FullyConnectedOptions, "11111") X(BatchMatMulOptions, "111") \
  X(SVDFOptions, "411") X(UnidirectionalSequenceLSTMOptions, "144111") X(SoftmaxOptions, "4") \
  X(AddOptions, "11") X(SubOptions, "11") X(MulOptions, "1") X(DivOptions, "1") X(LeakyReluOptions, "4") \
  X(CastOptions, "11") X(ReducerOptions, "1") X(ArgMaxOptions, "1") X(ArgMinOptions, "1") \
  X(ReshapeOptions, "i") X(SqueezeOptions, "i") X(ShapeOptions, "1") X(ConcatenationOptions, "41") \
  X(SplitOptions, "4") X(SplitVOptions, "4") X(PackOptions, "44") X(UnpackOptions, "44") \
  X(GatherOptions, "44") X(StridedSliceOptions, "444441") X(MirrorPadOptions, "1") \
  X(SpaceToDepthOptions, "4") X(DepthToSpaceOptions, "4") X(ResizeBilinearOptions, "--11") \
  X(ResizeNearestNeighborOptions, "11") X(IfOptions, "44") X(WhileOptions, "44") X(CallOnceOptions, "4") \
  X(VarHandleOptions, "ss") X(L2NormOptions, "1") X(CumsumOptions, "11")
// clang-format on

// Which member of the union BuiltinOptions a table is.
template <typename Table>
struct OptionsTag;
#define TFLITE_OPTIONS_TAG(TABLE, FIELDS)                          \
  template <>                                                      \
  struct OptionsTag<TABLE> {                                       \
    static constexpr BuiltinOptions kTag = BuiltinOptions_##TABLE; \
  };
TFLITE_OPTIONS_TABLES(TFLITE_OPTIONS_TAG)
#undef TFLITE_OPTIONS_TAG

}  // namespace tflite

#endif  // TENSORFLOW_LITE_SCHEMA_SCHEMA_OPTIONS_H_
