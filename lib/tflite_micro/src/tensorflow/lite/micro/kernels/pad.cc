// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/pad.h"

#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

// What is padded with, unless input 2 says it. Little-endian: its first bytes are the element.
struct PadOpData {
  int64_t value;
};

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(PadOpData));
}

// The number 0 of a quantised tensor is its zero point.
TfLiteStatus PreparePad(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_pad");
  auto* data = static_cast<PadOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "PAD finds no room for its parameters; enlarge the arena.");
  Padding padding;
  TF_LITE_ENSURE_STATUS(padding.Read(context, node, "PAD", 2));
  const TempTensor output = TempTensor::Output(context, node, 0);
  const bool whole = output->type != kTfLiteFloat32 && output->type != kTfLiteFloat64;
  data->value = whole ? output->params.zero_point : 0;
  TF_LITE_ENSURE_MSG(context,
                     output->type != kTfLiteInt8 || (data->value >= INT8_MIN && data->value <= INT8_MAX),
                     "PAD has zero point %d, which is no INT8.", static_cast<int>(data->value));
  return kTfLiteOk;
}

TfLiteStatus ReadV2(TfLiteContext* context, TfLiteNode* node, Padding* padding) {
  TF_LITE_ENSURE_STATUS(padding->Read(context, node, "PADV2", 3));
  const TfLiteEvalTensor* value = micro::GetEvalInput(context, node, 2);
  TF_LITE_ENSURE_MSG(
      context, value->type == padding->move.input->type && ExtentOf(value->dims, 0, value->dims->size) == 1,
      "PADV2 needs one element of the input's type to pad with.");
  return kTfLiteOk;
}

TfLiteStatus PreparePadV2(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_padv2");
  Padding padding;
  TF_LITE_ENSURE_STATUS(ReadV2(context, node, &padding));
  const TempTensor value = TempTensor::Input(context, node, 2);
  const TempTensor output = TempTensor::Output(context, node, 0);
  // The number is stored as it stands. Upstream holds int8 alone to this.
  TF_LITE_ENSURE_MSG(context,
                     output->type != kTfLiteInt8 || (value->params.scale == output->params.scale &&
                                                     value->params.zero_point == output->params.zero_point),
                     "PADV2 pads with a number of another scale or zero point than its output has.");
  return kTfLiteOk;
}

void Fill(const Padding& padding, const void* value) {
  const TfLiteIntArray* dims = padding.move.output->dims;
  FillWith(value, padding.move.element_bytes, padding.move.output->data.raw,
           ExtentOf(dims, 0, dims->size) * padding.move.element_bytes);
  padding.CopyInput();
}

TfLiteStatus InvokePad(TfLiteContext* context, TfLiteNode* node) {
  Padding padding;
  TF_LITE_ENSURE_STATUS(padding.Read(context, node, "PAD", 2));
  Fill(padding, &static_cast<const PadOpData*>(node->user_data)->value);
  return kTfLiteOk;
}

TfLiteStatus InvokePadV2(TfLiteContext* context, TfLiteNode* node) {
  Padding padding;
  TF_LITE_ENSURE_STATUS(ReadV2(context, node, &padding));
  Fill(padding, micro::GetEvalInput(context, node, 2)->data.raw_const);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_PAD() { return micro::RegisterOp(Init, PreparePad, InvokePad); }

TFLMRegistration Register_PADV2() { return micro::RegisterOp(nullptr, PreparePadV2, InvokePadV2); }

}  // namespace tflite
