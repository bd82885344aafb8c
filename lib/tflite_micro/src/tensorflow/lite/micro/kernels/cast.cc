// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"

namespace tflite {
namespace {

constexpr char kOp[] = "CAST";

// Towards zero; what int32 cannot hold becomes its nearest, and a NaN 0, as the processor converts.
int64_t ToInteger(float value, TfLiteType type) {
  if (type == kTfLiteUInt32) {
    return value >= 4294967296.0f ? UINT32_MAX : value > 0.0f ? static_cast<int64_t>(value) : 0;
  }
  if (value >= 2147483648.0f) return INT32_MAX;
  if (value < -2147483648.0f) return INT32_MIN;
  return value == value ? static_cast<int64_t>(value) : 0;
}

// One loop for all pairs of types: an element is an integer or a float on its way, and few networks cast
// much.
int64_t LoadInteger(const TfLiteEvalTensor* tensor, int32_t i) {
  switch (tensor->type) {
    case kTfLiteInt8:
      return tensor->data.int8[i];
    case kTfLiteInt16:
      return tensor->data.i16[i];
    case kTfLiteInt32:
      return tensor->data.i32[i];
    case kTfLiteUInt32:
      return tensor->data.u32[i];
    default:
      return tensor->data.b[i] ? 1 : 0;
  }
}

// The low bits of what the type cannot hold.
void StoreInteger(int64_t value, TfLiteEvalTensor* tensor, int32_t i) {
  switch (tensor->type) {
    case kTfLiteInt8:
      tensor->data.int8[i] = static_cast<int8_t>(value);
      break;
    case kTfLiteInt16:
      tensor->data.i16[i] = static_cast<int16_t>(value);
      break;
    case kTfLiteInt32:
      tensor->data.i32[i] = static_cast<int32_t>(value);
      break;
    case kTfLiteUInt32:
      tensor->data.u32[i] = static_cast<uint32_t>(value);
      break;
    default:
      tensor->data.b[i] = value != 0;
  }
}

bool IsKnown(TfLiteType type) {
  return type == kTfLiteFloat32 || type == kTfLiteInt8 || type == kTfLiteInt16 || type == kTfLiteInt32 ||
         type == kTfLiteUInt32 || type == kTfLiteBool;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(CheckBroadcast(context, node, 1, kOp));
  const TfLiteType from = TempTensor::Input(context, node, 0)->type;
  const TfLiteType to = TempTensor::Output(context, node, 0)->type;
  TF_LITE_ENSURE_MSG(
      context, IsKnown(from) && IsKnown(to),
      "%s from %s to %s is not in this runtime; FLOAT32, INT8, INT16, INT32, UINT32 and BOOL are.", kOp,
      TfLiteTypeGetName(from), TfLiteTypeGetName(to));
  SetKernelName(context, node, "reference_cast");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const int32_t count = CountElements(output->dims);
  for (int32_t i = 0; i < count; ++i) {
    if (input->type == kTfLiteFloat32) {
      const float value = input->data.f[i];
      if (output->type == kTfLiteFloat32) {
        output->data.f[i] = value;
      } else if (output->type == kTfLiteBool) {
        output->data.b[i] = value != 0.0f;
      } else {
        StoreInteger(ToInteger(value, output->type), output, i);
      }
    } else if (output->type == kTfLiteFloat32) {
      output->data.f[i] = static_cast<float>(LoadInteger(input, i));
    } else {
      StoreInteger(LoadInteger(input, i), output, i);
    }
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_CAST() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
