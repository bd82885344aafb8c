// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

// Place of the largest or smallest of `count` elements, `step` elements apart; the first of several.
template <typename T>
int32_t Find(const void* input, int32_t count, int32_t step, bool largest) {
  const auto* element = static_cast<const T*>(input);
  T best = *element;
  int32_t place = 0;
  for (int32_t i = 1; i < count; ++i) {
    element += step;
    if (largest ? *element > best : *element < best) {
      best = *element;
      place = i;
    }
  }
  return place;
}

TfLiteStatus Check(TfLiteContext* context, TfLiteNode* node, const char* op) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TF_LITE_ENSURE_MSG(context, input != nullptr && node->inputs->size == 2 && node->outputs->size == 1,
                     "%s needs 2 inputs and an output.", op);
  const TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  TF_LITE_ENSURE_MSG(context,
                     (input->type == kTfLiteFloat32 || input->type == kTfLiteInt8) &&
                         (output->type == kTfLiteInt32 || output->type == kTfLiteInt64),
                     "%s from %s to %s is not in this runtime; FLOAT32 or INT8 to INT32 or INT64 is.", op,
                     TfLiteTypeGetName(input->type), TfLiteTypeGetName(output->type));
  return kTfLiteOk;
}

// Input 1 is the axis.
TfLiteStatus ArgMaxMin(TfLiteContext* context, TfLiteNode* node, const char* op, bool largest, bool run) {
  TF_LITE_ENSURE_STATUS(Check(context, node, op));
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const TfLiteIntArray* dims = input->dims;
  Numbers numbers;
  TF_LITE_ENSURE_STATUS(numbers.Read(context, node, op, 1));
  TF_LITE_ENSURE_MSG(context, numbers.count() == 1 && ExtentOf(dims, 0, dims->size) > 0,
                     "%s needs 1 axis and an input that is not empty.", op);
  if (!numbers.known()) return kTfLiteOk;
  int axis = 0;
  TF_LITE_ENSURE_STATUS(ResolveAxis(context, op, numbers[0], dims->size, &axis));
  const int32_t outer = ExtentOf(dims, 0, axis);
  const int32_t extent = dims->data[axis];
  const int32_t step = ExtentOf(dims, axis + 1, dims->size);
  if (ExtentOf(output->dims, 0, output->dims->size) != outer * step) return WrongOutputShape(context, op);
  if (!run) return kTfLiteOk;

  for (int32_t i = 0; i < outer; ++i) {
    for (int32_t k = 0; k < step; ++k) {
      const int32_t first = i * extent * step + k;
      const int32_t found = input->type == kTfLiteFloat32
                                ? Find<float>(input->data.f + first, extent, step, largest)
                                : Find<int8_t>(input->data.int8 + first, extent, step, largest);
      if (output->type == kTfLiteInt32) {
        output->data.i32[i * step + k] = found;
      } else {
        output->data.i64[i * step + k] = found;
      }
    }
  }
  return kTfLiteOk;
}

TfLiteStatus PrepareMax(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_arg_max");
  return ArgMaxMin(context, node, "ARG_MAX", true, false);
}

TfLiteStatus PrepareMin(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_arg_min");
  return ArgMaxMin(context, node, "ARG_MIN", false, false);
}

TfLiteStatus InvokeMax(TfLiteContext* context, TfLiteNode* node) {
  return ArgMaxMin(context, node, "ARG_MAX", true, true);
}

TfLiteStatus InvokeMin(TfLiteContext* context, TfLiteNode* node) {
  return ArgMaxMin(context, node, "ARG_MIN", false, true);
}

}  // namespace

TFLMRegistration Register_ARG_MAX() { return micro::RegisterOp(nullptr, PrepareMax, InvokeMax); }

TFLMRegistration Register_ARG_MIN() { return micro::RegisterOp(nullptr, PrepareMin, InvokeMin); }

}  // namespace tflite
