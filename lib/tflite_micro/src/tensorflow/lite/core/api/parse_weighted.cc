// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/core/api/parse_options.h"
#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {

TfLiteStatus ParseBatchMatMul(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                              void** data) {
  return ParseOptions<TfLiteBatchMatMulParams, BatchMatMulOptions>(
      op, allocator, data, [](const BatchMatMulOptions& from, TfLiteBatchMatMulParams* to) {
        to->adj_x = from.adj_x();
        to->adj_y = from.adj_y();
        to->asymmetric_quantize_inputs = from.asymmetric_quantize_inputs();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseConv2D(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteConvParams, Conv2DOptions>(
      op, allocator, data, [](const Conv2DOptions& from, TfLiteConvParams* to) {
        to->stride_width = from.stride_w();
        to->stride_height = from.stride_h();
        to->dilation_width_factor = from.dilation_w_factor();
        to->dilation_height_factor = from.dilation_h_factor();
        TF_LITE_ENSURE_STATUS(ConvertTensorType(from.quantized_bias_type(), &to->quantized_bias_type));
        TF_LITE_ENSURE_STATUS(ConvertPadding(from.padding(), &to->padding));
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

TfLiteStatus ParseDepthwiseConv2D(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                                  void** data) {
  return ParseOptions<TfLiteDepthwiseConvParams, DepthwiseConv2DOptions>(
      op, allocator, data, [](const DepthwiseConv2DOptions& from, TfLiteDepthwiseConvParams* to) {
        to->stride_width = from.stride_w();
        to->stride_height = from.stride_h();
        to->depth_multiplier = from.depth_multiplier();
        to->dilation_width_factor = from.dilation_w_factor();
        to->dilation_height_factor = from.dilation_h_factor();
        TF_LITE_ENSURE_STATUS(ConvertPadding(from.padding(), &to->padding));
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

// The reference kernels read weights as converters write them.
#if USE_CMSIS_NN
constexpr bool kReadsPackedWeights = true;
#else
constexpr bool kReadsPackedWeights = false;
#endif

TfLiteStatus ParseFullyConnected(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                                 void** data) {
  return ParseOptions<TfLiteFullyConnectedParams, FullyConnectedOptions>(
      op, allocator, data, [](const FullyConnectedOptions& from, TfLiteFullyConnectedParams* to) {
        const bool packed =
            kReadsPackedWeights && from.weights_format() == FullyConnectedOptionsWeightsFormat_PACKED8;
        if (from.weights_format() != FullyConnectedOptionsWeightsFormat_DEFAULT && !packed) {
          MicroPrintf(
              "FULLY_CONNECTED has shuffled weights, which no kernel here reads; convert the model again");
          return kTfLiteError;
        }
        to->weights_format =
            packed ? kTfLiteFullyConnectedWeightsFormatPacked8 : kTfLiteFullyConnectedWeightsFormatDefault;
        to->keep_num_dims = from.keep_num_dims();
        to->asymmetric_quantize_inputs = from.asymmetric_quantize_inputs();
        TF_LITE_ENSURE_STATUS(ConvertTensorType(from.quantized_bias_type(), &to->quantized_bias_type));
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

TfLiteStatus ParsePool(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLitePoolParams, Pool2DOptions>(
      op, allocator, data, [](const Pool2DOptions& from, TfLitePoolParams* to) {
        to->stride_width = from.stride_w();
        to->stride_height = from.stride_h();
        to->filter_width = from.filter_width();
        to->filter_height = from.filter_height();
        TF_LITE_ENSURE_STATUS(ConvertPadding(from.padding(), &to->padding));
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

TfLiteStatus ParseSvdf(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteSVDFParams, SVDFOptions>(
      op, allocator, data, [](const SVDFOptions& from, TfLiteSVDFParams* to) {
        to->rank = from.rank();
        to->asymmetric_quantize_inputs = from.asymmetric_quantize_inputs();
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

TfLiteStatus ParseTransposeConv(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                                void** data) {
  return ParseOptions<TfLiteTransposeConvParams, TransposeConvOptions>(
      op, allocator, data, [](const TransposeConvOptions& from, TfLiteTransposeConvParams* to) {
        to->stride_width = from.stride_w();
        to->stride_height = from.stride_h();
        TF_LITE_ENSURE_STATUS(ConvertTensorType(from.quantized_bias_type(), &to->quantized_bias_type));
        TF_LITE_ENSURE_STATUS(ConvertPadding(from.padding(), &to->padding));
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

TfLiteStatus ParseUnidirectionalSequenceLSTM(const Operator* op, ErrorReporter*,
                                             BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteUnidirectionalSequenceLSTMParams, UnidirectionalSequenceLSTMOptions>(
      op, allocator, data,
      [](const UnidirectionalSequenceLSTMOptions& from, TfLiteUnidirectionalSequenceLSTMParams* to) {
        to->cell_clip = from.cell_clip();
        to->proj_clip = from.proj_clip();
        to->time_major = from.time_major();
        to->asymmetric_quantize_inputs = from.asymmetric_quantize_inputs();
        to->diagonal_recurrent_tensors = from.diagonal_recurrent_tensors();
        return ConvertActivation(from.fused_activation_function(), &to->activation);
      });
}

}  // namespace tflite
