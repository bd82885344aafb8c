// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tensorflow/lite/micro/kernels/internal/reference/pooling.h"
#include "tensorflow/lite/micro/kernels/pooling.h"

namespace tflite {
namespace {

// The root of the mean of the squares under a window.
struct FloatRootMeanSquare {
  FloatRange range = {};
  float sum = 0.0f;

  void Add(float element) { sum += element * element; }
  float Result(int32_t count) const { return Clamp(std::sqrt(sum / static_cast<float>(count)), range); }
};

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  FloatRootMeanSquare empty;
  empty.range = ActivationRange(static_cast<const TfLitePoolParams*>(node->builtin_data)->activation);
  reference::Pool2D(FeatureMapOf(input->dims), FeatureMapOf(output->dims), GetPoolWindow(node), empty,
                    micro::GetTensorData<float>(input), micro::GetTensorData<float>(output));
  return kTfLiteOk;
}

constexpr PoolForm kL2Pool = {"L2_POOL_2D", "reference_l2_pool_f32", kTfLiteFloat32, Invoke};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) { return PoolPrepare(context, node, kL2Pool); }

}  // namespace

TFLMRegistration Register_L2_POOL_2D() { return micro::RegisterOp(PoolInit, Prepare, Invoke); }

}  // namespace tflite
