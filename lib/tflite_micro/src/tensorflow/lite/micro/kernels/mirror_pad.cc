// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/kernels/pad.h"

namespace tflite {
namespace {

constexpr char kOp[] = "MIRROR_PAD";

// A mirror on the edge itself (REFLECT: 1) does not repeat it; one beside it (SYMMETRIC: 0) does.
int32_t EdgeOf(const TfLiteNode* node) {
  const auto& params = *static_cast<const TfLiteMirrorPaddingParams*>(node->builtin_data);
  return params.mode == kTfLiteMirrorPaddingReflect ? 1 : 0;
}

TfLiteStatus Read(TfLiteContext* context, TfLiteNode* node, Padding* padding) {
  TF_LITE_ENSURE_STATUS(padding->Read(context, node, kOp, 2));
  if (!padding->pairs.known()) return kTfLiteOk;
  for (int axis = 0; axis < padding->move.input->dims->size; ++axis) {
    const int32_t most = padding->move.input->dims->data[axis] - EdgeOf(node);
    TF_LITE_ENSURE_MSG(context, padding->before(axis) <= most && padding->behind(axis) <= most,
                       "%s by %d and %d along axis %d, where %d elements can be mirrored.", kOp,
                       static_cast<int>(padding->before(axis)), static_cast<int>(padding->behind(axis)), axis,
                       static_cast<int>(most));
  }
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  SetKernelName(context, node, "reference_mirror_pad");
  Padding padding;
  return Read(context, node, &padding);
}

// Axis by axis from the innermost: what lies along the axis is complete within it by then.
TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  Padding padding;
  TF_LITE_ENSURE_STATUS(Read(context, node, &padding));
  padding.CopyInput();
  const TfLiteIntArray* dims = padding.move.output->dims;
  const int32_t edge = EdgeOf(node);
  auto step = static_cast<ptrdiff_t>(padding.move.element_bytes);
  for (int axis = dims->size - 1; axis >= 0; --axis) {
    const auto bytes = static_cast<size_t>(step);
    const ptrdiff_t extent = dims->data[axis];
    const ptrdiff_t before = padding.before(axis);
    const ptrdiff_t behind = padding.behind(axis);
    char* row = padding.move.output->data.raw;
    for (int32_t rows = ExtentOf(dims, 0, axis); rows > 0; --rows, row += extent * step) {
      char* first = row + before * step;
      char* last = row + (extent - behind - 1) * step;
      for (ptrdiff_t i = 1; i <= before; ++i) {
        memcpy(first - i * step, first + (i - 1 + edge) * step, bytes);
      }
      for (ptrdiff_t i = 1; i <= behind; ++i) {
        memcpy(last + i * step, last - (i - 1 + edge) * step, bytes);
      }
    }
    step *= extent;
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_MIRROR_PAD() { return micro::RegisterOp(nullptr, Prepare, Invoke); }

}  // namespace tflite
