// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tensorflow/lite/micro/kernels/internal/geometry.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/resize.h"

namespace tflite {
namespace {

constexpr char kOp[] = "RESIZE_BILINEAR";

ResizeOptions OptionsOf(const TfLiteNode* node) {
  const auto& params = *static_cast<const TfLiteResizeBilinearParams*>(node->builtin_data);
  return {params.align_corners, params.half_pixel_centers};
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(CheckResize(context, node, kOp));
  const ResizeOptions options = OptionsOf(node);
  TF_LITE_ENSURE_MSG(context, !(options.align_corners && options.half_pixel_centers),
                     "%s has align_corners and half_pixel_centers, which exclude each other.", kOp);
  const TfLiteType type = TempTensor::Input(context, node, 0)->type;
  TF_LITE_ENSURE_MSG(context, type == kTfLiteFloat32 || type == kTfLiteInt8,
                     "%s on %s is not in this runtime; convert the model to float32 or int8.", kOp,
                     TfLiteTypeGetName(type));
  SetKernelName(context, node,
                type == kTfLiteInt8 ? "reference_resize_bilinear_s8" : "reference_resize_bilinear_f32");
  return kTfLiteOk;
}

// The two pixels that an output pixel lies between, and how far it is from the first.
template <typename Weight>
struct Between {
  int32_t first;
  int32_t second;
  Weight weight;
};

struct FloatImage {
  using Weight = float;

  static Between<float> Locate(const ResizeAxis& axis, int32_t position) {
    const float y = static_cast<float>(position);
    const float there = axis.options.half_pixel_centers ? (y + 0.5f) * axis.scale() - 0.5f : y * axis.scale();
    const int32_t below = static_cast<int32_t>(std::floor(there));
    const int32_t first = below < 0 ? 0 : below < axis.input ? below : axis.input - 1;
    const int32_t second = below + 1 < axis.input ? below + 1 : axis.input - 1;
    return {first, second, first == second || below < 0 ? 0.0f : there - static_cast<float>(first)};
  }

  static float Mix(const float (&corner)[4], float down, float right) {
    const float top = corner[0] * (1.0f - right) + corner[1] * right;
    const float bottom = corner[2] * (1.0f - right) + corner[3] * right;
    return top * (1.0f - down) + bottom * down;
  }
};

// Positions have 10 bits below a pixel; the scale is rounded to them too.
struct Int8Image {
  using Weight = int32_t;
  static constexpr int32_t kOne = 1 << 10;

  static Between<int32_t> Locate(const ResizeAxis& axis, int32_t position) {
    const int32_t inputs = axis.spans_corners() ? axis.input - 1 : axis.input;
    const int32_t outputs = axis.spans_corners() ? axis.output - 1 : axis.output;
    const int32_t scale = (inputs * kOne + outputs / 2) / outputs;
    const int64_t there =
        int64_t{position} * scale + (axis.options.half_pixel_centers ? scale / 2 - kOne / 2 : 0);
    // A rounded scale leads beyond the last pixel of a long axis, a half pixel before the first.
    if (there < 0) return {0, 0, 0};
    const int64_t below = there / kOne;
    if (below >= axis.input - 1) return {axis.input - 1, axis.input - 1, 0};
    return {static_cast<int32_t>(below), static_cast<int32_t>(below) + 1, static_cast<int32_t>(there % kOne)};
  }

  static int8_t Mix(const int8_t (&corner)[4], int32_t down, int32_t right) {
    const int32_t top = corner[0] * (kOne - right) + corner[1] * right;
    const int32_t bottom = corner[2] * (kOne - right) + corner[3] * right;
    const int32_t sum = top * (kOne - down) + bottom * down;
    // Halves away from zero.
    constexpr int32_t kArea = kOne * kOne;
    return static_cast<int8_t>((sum + (sum < 0 ? -kArea / 2 : kArea / 2)) / kArea);
  }
};

template <typename Image, typename T>
void Resize(const TfLiteEvalTensor& input, const ResizeOptions& options, TfLiteEvalTensor* output) {
  const FeatureMap in = FeatureMapOf(input.dims);
  const FeatureMap out = FeatureMapOf(output->dims);
  const ResizeAxis rows = {in.height, out.height, options};
  const ResizeAxis columns = {in.width, out.width, options};
  const T* source = micro::GetTensorData<T>(&input);
  T* target = micro::GetTensorData<T>(output);
  for (int32_t batch = 0; batch < in.batches; ++batch, source += in.batch_size()) {
    for (int32_t y = 0; y < out.height; ++y) {
      const auto down = Image::Locate(rows, y);
      const T* above = source + down.first * in.width * in.channels;
      const T* below = source + down.second * in.width * in.channels;
      for (int32_t x = 0; x < out.width; ++x) {
        const auto right = Image::Locate(columns, x);
        const int32_t near = right.first * in.channels;
        const int32_t far = right.second * in.channels;
        for (int32_t c = 0; c < in.channels; ++c) {
          const T corner[4] = {above[near + c], above[far + c], below[near + c], below[far + c]};
          *target++ = Image::Mix(corner, down.weight, right.weight);
        }
      }
    }
  }
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  if (input->type == kTfLiteFloat32) {
    Resize<FloatImage, float>(*input, OptionsOf(node), output);
  } else {
    Resize<Int8Image, int8_t>(*input, OptionsOf(node), output);
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_RESIZE_BILINEAR() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
