// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"

#include "tensorflow/lite/micro/optional_parts.h"

namespace tflite {

TfLiteStatus ChooseRow(TfLiteContext* context, TfLiteNode* node, const char* op, int inputs,
                       const RowChoice* choices, size_t count, TfLiteType output) {
  TF_LITE_ENSURE_STATUS(CheckBroadcast(context, node, inputs, op));
  const TfLiteType type = TempTensor::Input(context, node, 0)->type;
  for (int k = 1; k < inputs; ++k) {
    const TfLiteType other = TempTensor::Input(context, node, k)->type;
    TF_LITE_ENSURE_MSG(context, other == type, "%s has inputs %s and %s; they must be of one type.", op,
                       TfLiteTypeGetName(type), TfLiteTypeGetName(other));
  }
  const TfLiteType wanted = output == kTfLiteNoType ? type : output;
  const TfLiteType found = TempTensor::Output(context, node, 0)->type;
  TF_LITE_ENSURE_MSG(context, found == wanted, "%s of %s has an output %s; it must be %s.", op,
                     TfLiteTypeGetName(type), TfLiteTypeGetName(found), TfLiteTypeGetName(wanted));
  for (size_t i = 0; i < count; ++i) {
    if (choices[i].type != type) continue;
    static_cast<ElementwiseOpData*>(node->user_data)->row = choices[i].row;
    SetKernelName(context, node, choices[i].name);
    EnableInPlace();
    optional_parts.elementwise_invoke = ElementwiseInvoke;
    return kTfLiteOk;
  }
  TF_LITE_KERNEL_LOG(context, "%s on %s is not in this runtime; convert the model with other types.", op,
                     TfLiteTypeGetName(type));
  return kTfLiteError;
}

TfLiteStatus ElementwiseInvoke(TfLiteContext* context, TfLiteNode* node) {
  ForEachRow(context, node, static_cast<const ElementwiseOpData*>(node->user_data)->row, node->user_data);
  return kTfLiteOk;
}

TfLiteStatus CheckScales(TfLiteContext* context, const TfLiteNode* node, const char* op, int inputs) {
  bool all = TempTensor::Output(context, node, 0)->params.scale > 0.0f;
  for (int k = 0; k < inputs; ++k) all = all && TempTensor::Input(context, node, k)->params.scale > 0.0f;
  TF_LITE_ENSURE_MSG(context, all, "%s has a quantised tensor without a scale; convert the model again.", op);
  return kTfLiteOk;
}

TfLiteStatus CheckSymmetric16(TfLiteContext* context, const TfLiteNode* node, const char* op, int inputs) {
  for (int k = -1; k < inputs; ++k) {
    const TempTensor tensor =
        k < 0 ? TempTensor::Output(context, node, 0) : TempTensor::Input(context, node, k);
    TF_LITE_ENSURE_MSG(context, tensor->type != kTfLiteInt16 || tensor->params.zero_point == 0,
                       "%s has an INT16 tensor of zero point %d; it must be 0.", op,
                       static_cast<int>(tensor->params.zero_point));
  }
  return kTfLiteOk;
}

}  // namespace tflite
