// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/pooling.h"

#include "tensorflow/lite/micro/kernels/cmsis_nn/cmsis_nn_glue.h"

namespace tflite {
namespace {

using Int8Pool = arm_cmsis_nn_status (*)(const cmsis_nn_context*, const cmsis_nn_pool_params*,
                                         const cmsis_nn_dims*, const int8_t*, const cmsis_nn_dims*,
                                         const cmsis_nn_dims*, int8_t*);
using FloatPool = arm_cmsis_nn_status (*)(const cmsis_nn_context*, const cmsis_nn_pool_params_f32*,
                                          const cmsis_nn_dims*, const float*, const cmsis_nn_dims*,
                                          const cmsis_nn_dims*, float*, arm_nn_tensor_layout);

// PoolParse accepts int8 and float32 only.
TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node, const char* op, const char* int8_name,
                     const char* float_name) {
  TF_LITE_ENSURE_STATUS(PoolParse(context, node, op));
  const bool is_int8 = micro::GetEvalInput(context, node, 0)->type == kTfLiteInt8;
  SetKernelName(context, node, is_int8 ? int8_name : float_name);
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node, Int8Pool int8_pool, FloatPool float_pool) {
  const auto& data = *static_cast<const PoolOpData*>(node->user_data);
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const Window window = GetPoolWindow(node);
  const cmsis_nn_context none = {nullptr, 0};
  const cmsis_nn_dims input_dims = cmsis_nn::DimsOf(FeatureMapOf(input->dims));
  const cmsis_nn_dims output_dims = cmsis_nn::DimsOf(FeatureMapOf(output->dims));
  const cmsis_nn_dims filter_dims = {1, window.height, window.width, 1};
  if (input->type == kTfLiteInt8) {
    const cmsis_nn_pool_params params = {
        cmsis_nn::StrideOf(window), cmsis_nn::PaddingOf(window), {data.activation_min, data.activation_max}};
    return cmsis_nn::StatusOf(context, "an int8 pooling kernel",
                              int8_pool(&none, &params, &input_dims, micro::GetTensorData<int8_t>(input),
                                        &filter_dims, &output_dims, micro::GetTensorData<int8_t>(output)));
  }
  const auto activation = static_cast<const TfLitePoolParams*>(node->builtin_data)->activation;
  const cmsis_nn_pool_params_f32 params = {cmsis_nn::StrideOf(window), cmsis_nn::PaddingOf(window),
                                           cmsis_nn::Float32Activation(activation)};
  return cmsis_nn::StatusOf(
      context, "a float pooling kernel",
      float_pool(&none, &params, &input_dims, micro::GetTensorData<float>(input), &filter_dims, &output_dims,
                 micro::GetTensorData<float>(output), ARM_NN_LAYOUT_NHWC));
}

TfLiteStatus MaxPrepare(TfLiteContext* context, TfLiteNode* node) {
  return Prepare(context, node, "MAX_POOL_2D", "arm_max_pool_s8", "arm_max_pool_f32");
}

TfLiteStatus MaxInvoke(TfLiteContext* context, TfLiteNode* node) {
  return Invoke(context, node, arm_max_pool_s8, arm_max_pool_f32);
}

TfLiteStatus AveragePrepare(TfLiteContext* context, TfLiteNode* node) {
  return Prepare(context, node, "AVERAGE_POOL_2D", "arm_avgpool_s8", "arm_avgpool_f32");
}

TfLiteStatus AverageInvoke(TfLiteContext* context, TfLiteNode* node) {
  return Invoke(context, node, arm_avgpool_s8, arm_avgpool_f32);
}

}  // namespace

TFLMRegistration Register_MAX_POOL_2D() { return micro::RegisterOp(PoolInit, MaxPrepare, MaxInvoke); }

TFLMRegistration Register_AVERAGE_POOL_2D() {
  return micro::RegisterOp(PoolInit, AveragePrepare, AverageInvoke);
}

}  // namespace tflite

#endif  // USE_CMSIS_NN
