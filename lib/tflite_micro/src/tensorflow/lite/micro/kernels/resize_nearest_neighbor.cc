// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/geometry.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/resize.h"

namespace tflite {
namespace {

constexpr char kOp[] = "RESIZE_NEAREST_NEIGHBOR";

ResizeOptions OptionsOf(const TfLiteNode* node) {
  const auto& params = *static_cast<const TfLiteResizeNearestNeighborParams*>(node->builtin_data);
  return {params.align_corners, params.half_pixel_centers};
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(CheckResize(context, node, kOp));
  const TfLiteType type = TempTensor::Input(context, node, 0)->type;
  TF_LITE_ENSURE_MSG(context, type == kTfLiteFloat32 || type == kTfLiteInt8 || type == kTfLiteInt16,
                     "%s on %s is not in this runtime; convert the model with other types.", kOp,
                     TfLiteTypeGetName(type));
  SetKernelName(context, node, "reference_resize_nearest_neighbor");
  return kTfLiteOk;
}

int32_t NearestPixel(const ResizeAxis& axis, int32_t position) {
  const float centre = static_cast<float>(position) + (axis.options.half_pixel_centers ? 0.5f : 0.0f);
  const float there = centre * axis.scale();
  const int32_t pixel =
      static_cast<int32_t>(axis.options.align_corners ? std::round(there) : std::floor(there));
  return pixel < axis.input ? pixel : axis.input - 1;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const FeatureMap in = FeatureMapOf(input->dims);
  const FeatureMap out = FeatureMapOf(output->dims);
  const ResizeAxis rows = {in.height, out.height, OptionsOf(node)};
  const ResizeAxis columns = {in.width, out.width, OptionsOf(node)};
  const int32_t element = input->type == kTfLiteFloat32 ? 4 : input->type == kTfLiteInt16 ? 2 : 1;
  const int32_t pixel_bytes = in.channels * element;
  const char* source = input->data.raw;
  char* target = output->data.raw;
  for (int32_t batch = 0; batch < in.batches; ++batch, source += in.batch_size() * element) {
    for (int32_t y = 0; y < out.height; ++y) {
      const char* row = source + NearestPixel(rows, y) * in.width * pixel_bytes;
      for (int32_t x = 0; x < out.width; ++x, target += pixel_bytes) {
        std::memcpy(target, row + NearestPixel(columns, x) * pixel_bytes, static_cast<size_t>(pixel_bytes));
      }
    }
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_RESIZE_NEAREST_NEIGHBOR() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
