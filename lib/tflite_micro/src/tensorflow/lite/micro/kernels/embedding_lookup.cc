// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

// Rows of a table (input 1) by their numbers (input 0, INT32). A table of int8 may be read as float32.

constexpr char kOp[] = "EMBEDDING_LOOKUP";

struct EmbeddingLookupOpData {
  float scale;  // of a table of int8
};
static_assert(sizeof(EmbeddingLookupOpData) == 4, "update kernels/products.py");

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(EmbeddingLookupOpData));
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<EmbeddingLookupOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  const TempTensor rows = TempTensor::Input(context, node, 0);
  const TempTensor table = TempTensor::Input(context, node, 1);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, rows && table && output && node->inputs->size == 2 && node->outputs->size == 1,
                     "%s needs numbers of rows, a table and one output.", kOp);
  const TfLiteType type = table->type;
  const bool read_as_float = type == kTfLiteInt8 && output->type == kTfLiteFloat32;
  TF_LITE_ENSURE_MSG(
      context,
      rows->type == kTfLiteInt32 &&
          (read_as_float || (output->type == type && (type == kTfLiteFloat32 || type == kTfLiteInt8))),
      "%s by %s of %s gives %s; it takes INT32 and FLOAT32 or INT8.", kOp, TfLiteTypeGetName(rows->type),
      TfLiteTypeGetName(type), TfLiteTypeGetName(output->type));
  bool fits = rows->dims->size == 1 && table->dims->size >= 2 && output->dims->size == table->dims->size &&
              output->dims->data[0] == rows->dims->data[0] && table->dims->data[0] > 0;
  for (int k = 1; fits && k < table->dims->size; ++k) {
    fits = output->dims->data[k] == table->dims->data[k];
  }
  TF_LITE_ENSURE_MSG(context, fits, "%s has an output that is not a row of the table for each number.", kOp);
  TF_LITE_ENSURE_MSG(context, !read_as_float || (table->params.scale > 0.0f && table->params.zero_point == 0),
                     "%s to FLOAT32 needs an INT8 table with a scale and the zero point 0.", kOp);
  data->scale = table->params.scale;
  SetKernelName(context, node,
                read_as_float ? "reference_embedding_lookup_s8_f32" : "reference_embedding_lookup");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const EmbeddingLookupOpData*>(node->user_data);
  const TfLiteEvalTensor* rows = micro::GetEvalInput(context, node, 0);
  const TfLiteEvalTensor* table = micro::GetEvalInput(context, node, 1);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const int32_t size = CountElements(table->dims) / table->dims->data[0];
  const int32_t* numbers = micro::GetTensorData<int32_t>(rows);
  for (int32_t i = 0; i < rows->dims->data[0]; ++i) {
    TF_LITE_ENSURE_MSG(context, numbers[i] >= 0 && numbers[i] < table->dims->data[0],
                       "%s asks for row %d of a table of %d.", kOp, static_cast<int>(numbers[i]),
                       table->dims->data[0]);
    if (table->type == kTfLiteInt8 && output->type == kTfLiteFloat32) {
      const int8_t* row = micro::GetTensorData<int8_t>(table) + numbers[i] * size;
      float* made = micro::GetTensorData<float>(output) + i * size;
      for (int32_t k = 0; k < size; ++k) made[k] = static_cast<float>(row[k]) * data.scale;
      continue;
    }
    const int32_t bytes = size * (table->type == kTfLiteFloat32 ? 4 : 1);
    std::memcpy(output->data.raw + i * bytes, table->data.raw + numbers[i] * bytes,
                static_cast<size_t>(bytes));
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_EMBEDDING_LOOKUP() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
