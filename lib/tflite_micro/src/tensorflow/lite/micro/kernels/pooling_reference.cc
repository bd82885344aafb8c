// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/reference/pooling.h"
#include "tensorflow/lite/micro/kernels/pooling.h"

namespace tflite {
namespace {

template <typename T, typename Pool>
void Run(TfLiteContext* context, TfLiteNode* node, const Pool& empty) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  reference::Pool2D(FeatureMapOf(input->dims), FeatureMapOf(output->dims), GetPoolWindow(node), empty,
                    micro::GetTensorData<T>(input), micro::GetTensorData<T>(output));
}

template <typename Pool>
TfLiteStatus InvokeFloat32(TfLiteContext* context, TfLiteNode* node) {
  Pool empty;
  empty.range = ActivationRange(static_cast<const TfLitePoolParams*>(node->builtin_data)->activation);
  Run<float>(context, node, empty);
  return kTfLiteOk;
}

template <typename Pool>
TfLiteStatus InvokeInteger(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const PoolOpData*>(node->user_data);
  Pool empty;
  empty.min = data.activation_min;
  empty.max = data.activation_max;
  Run<typename Pool::Element>(context, node, empty);
  return kTfLiteOk;
}

}  // namespace

const PoolForm kMaxPoolFloat32 = {"MAX_POOL_2D", "reference_max_pool_f32", kTfLiteFloat32,
                                  InvokeFloat32<reference::FloatMaximum>};
const PoolForm kMaxPoolInt8 = {"MAX_POOL_2D", "reference_max_pool_s8", kTfLiteInt8,
                               InvokeInteger<reference::IntegerMaximum<int8_t>>};
const PoolForm kMaxPoolInt16 = {"MAX_POOL_2D", "reference_max_pool_s16", kTfLiteInt16,
                                InvokeInteger<reference::IntegerMaximum<int16_t>>};
const PoolForm kAveragePoolFloat32 = {"AVERAGE_POOL_2D", "reference_average_pool_f32", kTfLiteFloat32,
                                      InvokeFloat32<reference::FloatAverage>};
const PoolForm kAveragePoolInt8 = {"AVERAGE_POOL_2D", "reference_average_pool_s8", kTfLiteInt8,
                                   InvokeInteger<reference::IntegerAverage<int8_t>>};
const PoolForm kAveragePoolInt16 = {"AVERAGE_POOL_2D", "reference_average_pool_s16", kTfLiteInt16,
                                    InvokeInteger<reference::IntegerAverage<int16_t>>};

}  // namespace tflite
