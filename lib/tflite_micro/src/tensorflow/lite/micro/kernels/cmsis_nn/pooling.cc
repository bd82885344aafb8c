// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/pooling.h"

#include "tensorflow/lite/micro/kernels/cmsis_nn/cmsis_nn_glue.h"
#include "tensorflow/lite/micro/kernels/internal/pool_registration.h"

namespace tflite {
namespace {

template <typename T>
using IntegerPool = arm_cmsis_nn_status (*)(const cmsis_nn_context*, const cmsis_nn_pool_params*,
                                            const cmsis_nn_dims*, const T*, const cmsis_nn_dims*,
                                            const cmsis_nn_dims*, T*);
using FloatPool = arm_cmsis_nn_status (*)(const cmsis_nn_context*, const cmsis_nn_pool_params_f32*,
                                          const cmsis_nn_dims*, const float*, const cmsis_nn_dims*,
                                          const cmsis_nn_dims*, float*, arm_nn_tensor_layout);

struct Problem {
  cmsis_nn_dims input, filter, output;
  cmsis_nn_tile stride, padding;
};

Problem ProblemOf(const TfLiteNode* node, const TfLiteEvalTensor& input, const TfLiteEvalTensor& output) {
  const Window window = GetPoolWindow(node);
  return {cmsis_nn::DimsOf(FeatureMapOf(input.dims)),
          {1, window.height, window.width, 1},
          cmsis_nn::DimsOf(FeatureMapOf(output.dims)),
          cmsis_nn::StrideOf(window),
          cmsis_nn::PaddingOf(window)};
}

template <typename T, IntegerPool<T> kPool>
TfLiteStatus InvokeInteger(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const PoolOpData*>(node->user_data);
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const Problem problem = ProblemOf(node, *input, *output);
  const cmsis_nn_context none = {nullptr, 0};
  const cmsis_nn_pool_params params = {
      problem.stride, problem.padding, {data.activation_min, data.activation_max}};
  return cmsis_nn::StatusOf(context, "an integer pooling kernel",
                            kPool(&none, &params, &problem.input, micro::GetTensorData<T>(input),
                                  &problem.filter, &problem.output, micro::GetTensorData<T>(output)));
}

template <FloatPool kPool>
TfLiteStatus InvokeFloat32(TfLiteContext* context, TfLiteNode* node) {
  const auto activation = static_cast<const TfLitePoolParams*>(node->builtin_data)->activation;
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const Problem problem = ProblemOf(node, *input, *output);
  const cmsis_nn_context none = {nullptr, 0};
  const cmsis_nn_pool_params_f32 params = {problem.stride, problem.padding,
                                           cmsis_nn::Float32Activation(activation)};
  return cmsis_nn::StatusOf(
      context, "a float pooling kernel",
      kPool(&none, &params, &problem.input, micro::GetTensorData<float>(input), &problem.filter,
            &problem.output, micro::GetTensorData<float>(output), ARM_NN_LAYOUT_NHWC));
}

constexpr PoolForm kMaxFloat32 = {"MAX_POOL_2D", "arm_max_pool_f32", kTfLiteFloat32,
                                  InvokeFloat32<arm_max_pool_f32>};
constexpr PoolForm kMaxInt8 = {"MAX_POOL_2D", "arm_max_pool_s8", kTfLiteInt8,
                               InvokeInteger<int8_t, arm_max_pool_s8>};
constexpr PoolForm kAverageFloat32 = {"AVERAGE_POOL_2D", "arm_avgpool_f32", kTfLiteFloat32,
                                      InvokeFloat32<arm_avgpool_f32>};
constexpr PoolForm kAverageInt8 = {"AVERAGE_POOL_2D", "arm_avgpool_s8", kTfLiteInt8,
                                   InvokeInteger<int8_t, arm_avgpool_s8>};
constexpr PoolForm kMaxInt16 = {"MAX_POOL_2D", "arm_max_pool_s16", kTfLiteInt16,
                                InvokeInteger<int16_t, arm_max_pool_s16>};
constexpr PoolForm kAverageInt16 = {"AVERAGE_POOL_2D", "arm_avgpool_s16", kTfLiteInt16,
                                    InvokeInteger<int16_t, arm_avgpool_s16>};

}  // namespace

TFLMRegistration Register_MAX_POOL_2D() { return RegisterAnyPool<kMaxFloat32, kMaxInt8, kMaxInt16>(); }
TFLMRegistration Register_MAX_POOL_2D_FLOAT32() { return RegisterPool<kMaxFloat32>(); }
TFLMRegistration Register_MAX_POOL_2D_INT8() { return RegisterPool<kMaxInt8>(); }
TFLMRegistration Register_MAX_POOL_2D_INT16() { return RegisterPool<kMaxInt16>(); }
TFLMRegistration Register_AVERAGE_POOL_2D() {
  return RegisterAnyPool<kAverageFloat32, kAverageInt8, kAverageInt16>();
}
TFLMRegistration Register_AVERAGE_POOL_2D_FLOAT32() { return RegisterPool<kAverageFloat32>(); }
TFLMRegistration Register_AVERAGE_POOL_2D_INT8() { return RegisterPool<kAverageInt8>(); }
TFLMRegistration Register_AVERAGE_POOL_2D_INT16() { return RegisterPool<kAverageInt16>(); }

}  // namespace tflite

#endif  // USE_CMSIS_NN
