// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/resize.h"

namespace tflite {

TfLiteStatus CheckResize(TfLiteContext* context, const TfLiteNode* node, const char* op) {
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor size = TempTensor::Input(context, node, 1);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, input && size && output && node->inputs->size == 2 && node->outputs->size == 1,
                     "%s needs an input, a size and one output; check how the model was converted.", op);
  TF_LITE_ENSURE_MSG(context, input->type == output->type, "%s from %s to %s; the type must stay.", op,
                     TfLiteTypeGetName(input->type), TfLiteTypeGetName(output->type));
  TF_LITE_ENSURE_MSG(context, input->dims->size == 4 && output->dims->size == 4,
                     "%s needs input and output of rank 4; they have %d and %d.", op, input->dims->size,
                     output->dims->size);
  TF_LITE_ENSURE_MSG(context,
                     size->type == kTfLiteInt32 && size->allocation_type == kTfLiteMmapRo && size->bytes == 8,
                     "%s needs its size as a constant of two INT32.", op);
  const int* const in = input->dims->data;
  const int* const out = output->dims->data;
  const int32_t* const wanted = size->data.i32;
  TF_LITE_ENSURE_MSG(
      context, out[0] == in[0] && out[1] == wanted[0] && out[2] == wanted[1] && out[3] == in[3],
      "%s has an output of %dx%dx%dx%d where its input and size give %dx%dx%dx%d.", op, out[0], out[1],
      out[2], out[3], in[0], static_cast<int>(wanted[0]), static_cast<int>(wanted[1]), in[3]);
  // The fixed-point positions of an int8 image have 10 bits below a pixel.
  constexpr int kLongest = 1 << 20;
  for (int axis = 1; axis <= 2; ++axis) {
    TF_LITE_ENSURE_MSG(context,
                       in[axis] > 0 && out[axis] > 0 && in[axis] <= kLongest && out[axis] <= kLongest,
                       "%s from %d to %d pixels; both must be 1 to %d.", op, in[axis], out[axis], kLongest);
  }
  return kTfLiteOk;
}

}  // namespace tflite
