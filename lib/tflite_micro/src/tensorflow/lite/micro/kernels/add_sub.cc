// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/add_sub.h"

#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"

namespace tflite {
namespace {

TfLiteStatus Quantize(TfLiteContext* context, const char* op, const TfLiteTensor& a, const TfLiteTensor& b,
                      const TfLiteTensor& output, TfLiteFusedActivation activation, AddSubOpData* data) {
  TF_LITE_ENSURE_MSG(context, a.params.scale > 0.0f && b.params.scale > 0.0f && output.params.scale > 0.0f,
                     "%s has a quantised tensor without a scale; convert the model again.", op);
  // Sums of int8 keep 20 bits below the inputs' steps, those of int16 15: neither leaves int32.
  data->left_shift = a.type == kTfLiteInt8 ? 20 : 15;
  const double first = static_cast<double>(a.params.scale);
  const double second = static_cast<double>(b.params.scale);
  const double common = 2 * (first > second ? first : second);
  const double factor[3] = {
      first / common, second / common,
      common / (static_cast<double>(1 << data->left_shift) * static_cast<double>(output.params.scale))};
  const TfLiteTensor* tensors[3] = {&a, &b, &output};
  for (int k = 0; k < 3; ++k) {
    int32_t shift = 0;
    QuantizeMultiplier(factor[k], &data->multiplier[k], &shift);
    data->shift[k] = static_cast<int8_t>(shift);
    data->zero_point[k] = static_cast<int16_t>(tensors[k]->params.zero_point);
  }
  int32_t min = 0;
  int32_t max = 0;
  QuantizedActivationRange(activation, output, &min, &max);
  data->activation_min = static_cast<int16_t>(min);
  data->activation_max = static_cast<int16_t>(max);
  return kTfLiteOk;
}

}  // namespace

void* AddSubInit(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(AddSubOpData));
}

TfLiteStatus AddSubPrepare(TfLiteContext* context, TfLiteNode* node, TfLiteFusedActivation activation,
                           const char* op, const AddSubRows& rows, const char* const (&names)[4]) {
  auto* data = static_cast<AddSubOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.", op);
  *data = AddSubOpData{};
  TF_LITE_ENSURE_STATUS(CheckBroadcast(context, node, 2, op));
  const TempTensor a = TempTensor::Input(context, node, 0);
  const TempTensor b = TempTensor::Input(context, node, 1);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, a->type == b->type && a->type == output->type,
                     "%s has inputs %s and %s and output %s; all must be of one type.", op,
                     TfLiteTypeGetName(a->type), TfLiteTypeGetName(b->type), TfLiteTypeGetName(output->type));
  TF_LITE_ENSURE_MSG(context, IsClampingActivation(activation),
                     "%s has fused activation %d; none, RELU, RELU6 and RELU_N1_TO_1 are supported.", op,
                     static_cast<int>(activation));
  data->range = ActivationRange(activation);
  switch (a->type) {
    case kTfLiteFloat32:
      data->row = rows.f32;
      SetKernelName(context, node, names[0]);
      return kTfLiteOk;
    case kTfLiteInt8:
    case kTfLiteInt16:
      data->row = a->type == kTfLiteInt8 ? rows.s8 : rows.s16;
      SetKernelName(context, node, names[a->type == kTfLiteInt8 ? 1 : 2]);
      return Quantize(context, op, *a, *b, *output, activation, data);
    case kTfLiteInt32:
      data->row = rows.s32;
      SetKernelName(context, node, names[3]);
      return kTfLiteOk;
    default:
      TF_LITE_KERNEL_LOG(context, "%s on %s is not supported; FLOAT32, INT8, INT16 and INT32 are.", op,
                         TfLiteTypeGetName(a->type));
      return kTfLiteError;
  }
}

TfLiteStatus AddSubInvoke(TfLiteContext* context, TfLiteNode* node) {
  const auto* data = static_cast<const AddSubOpData*>(node->user_data);
  ForEachRow(context, node, data->row, data);
  return kTfLiteOk;
}

}  // namespace tflite
