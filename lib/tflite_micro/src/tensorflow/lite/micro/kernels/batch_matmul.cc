// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "BATCH_MATMUL";

struct BatchMatMulOpData {
  int32_t multiplier;
  int32_t shift;
  int16_t zero_point[3];  // of the inputs and the output
};
static_assert(sizeof(BatchMatMulOpData) == 16, "update kernels/weighted.py");

const TfLiteBatchMatMulParams& ParamsOf(const TfLiteNode* node) {
  return *static_cast<const TfLiteBatchMatMulParams*>(node->builtin_data);
}

// The last two dimensions of an operand: element (i, j) of its product's view lies at i * row + j * column.
struct Matrix {
  Matrix(const TfLiteIntArray* dims, bool transposed)
      : stored_rows(dims->data[dims->size - 2]), stored_columns(dims->data[dims->size - 1]) {
    rows = transposed ? stored_columns : stored_rows;
    columns = transposed ? stored_rows : stored_columns;
    row = transposed ? 1 : stored_columns;
    column = transposed ? stored_columns : 1;
  }

  int32_t stored_rows;
  int32_t stored_columns;
  int32_t rows;
  int32_t columns;
  int32_t row;
  int32_t column;
};

// Dimension `place` of `rank` after broadcasting, the last two not counted; 1 where the operand has none.
int32_t BatchDimension(const TfLiteIntArray* dims, int place, int rank) {
  const int at = place - (rank - dims->size);
  return at < 0 ? 1 : dims->data[at];
}

// Where an operand's matrix for the output's matrix number `batch` begins.
int32_t MatrixOffset(const TfLiteIntArray* dims, const TfLiteIntArray* output, int32_t batch) {
  int32_t step = dims->data[dims->size - 2] * dims->data[dims->size - 1];
  int32_t offset = 0;
  for (int place = output->size - 3; place >= 0; --place) {
    const int32_t extent = BatchDimension(dims, place, output->size);
    if (extent != 1) offset += batch % output->data[place] * step;
    step *= extent;
    batch /= output->data[place];
  }
  return offset;
}

TfLiteStatus CheckOperands(TfLiteContext* context, const TfLiteNode* node) {
  const TempTensor a = TempTensor::Input(context, node, 0);
  const TempTensor b = TempTensor::Input(context, node, 1);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, a && b && output && node->inputs->size == 2 && node->outputs->size == 1,
                     "%s needs two inputs and one output; check how the model was converted.", kOp);
  const TfLiteType type = a->type;
  TF_LITE_ENSURE_MSG(context,
                     (type == kTfLiteFloat32 || IsQuantized(type)) && b->type == type && output->type == type,
                     "%s has inputs %s and %s, output %s; all must be FLOAT32, INT8 or INT16.", kOp,
                     TfLiteTypeGetName(type), TfLiteTypeGetName(b->type), TfLiteTypeGetName(output->type));
  const int rank = a->dims->size > b->dims->size ? a->dims->size : b->dims->size;
  TF_LITE_ENSURE_MSG(context, a->dims->size >= 2 && b->dims->size >= 2 && output->dims->size == rank,
                     "%s has inputs of rank %d and %d and an output of rank %d; inputs need at least 2.", kOp,
                     a->dims->size, b->dims->size, output->dims->size);
  const Matrix left(a->dims, ParamsOf(node).adj_x);
  const Matrix right(b->dims, ParamsOf(node).adj_y);
  const Matrix product(output->dims, false);
  TF_LITE_ENSURE_MSG(
      context, left.columns == right.rows && product.rows == left.rows && product.columns == right.columns,
      "%s cannot make %dx%d of %dx%d and %dx%d.", kOp, static_cast<int>(product.rows),
      static_cast<int>(product.columns), static_cast<int>(left.rows), static_cast<int>(left.columns),
      static_cast<int>(right.rows), static_cast<int>(right.columns));
  for (int place = 0; place < rank - 2; ++place) {
    const int32_t first = BatchDimension(a->dims, place, rank);
    const int32_t second = BatchDimension(b->dims, place, rank);
    const int32_t made = output->dims->data[place];
    TF_LITE_ENSURE_MSG(
        context,
        (first == made || first == 1) && (second == made || second == 1) && (made == first || made == second),
        "%s has %d and %d in dimension %d of its inputs, %d in that of its output.", kOp,
        static_cast<int>(first), static_cast<int>(second), place, static_cast<int>(made));
  }
  return kTfLiteOk;
}

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(BatchMatMulOpData));
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<BatchMatMulOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = BatchMatMulOpData{};
  TF_LITE_ENSURE_STATUS(CheckOperands(context, node));
  const TfLiteType type = TempTensor::Input(context, node, 0)->type;
  SetKernelName(context, node,
                type == kTfLiteFloat32 ? "reference_batch_matmul_f32"
                : type == kTfLiteInt8  ? "reference_batch_matmul_s8"
                                       : "reference_batch_matmul_s16");
  if (type == kTfLiteFloat32) return kTfLiteOk;
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, kOp, 2));
  TF_LITE_ENSURE_STATUS(CheckSymmetric16(context, node, kOp, 2));
  const TempTensor a = TempTensor::Input(context, node, 0);
  const TempTensor b = TempTensor::Input(context, node, 1);
  const TempTensor output = TempTensor::Output(context, node, 0);
  MultiplierOfScales(a->params.scale, b->params.scale, output->params.scale, &data->multiplier, &data->shift);
  data->zero_point[0] = static_cast<int16_t>(a->params.zero_point);
  data->zero_point[1] = static_cast<int16_t>(b->params.zero_point);
  data->zero_point[2] = static_cast<int16_t>(output->params.zero_point);
  return kTfLiteOk;
}

struct FloatDot {
  using Element = float;
  using Sum = float;
  static float Add(float sum, float a, float b, const BatchMatMulOpData& /*data*/) { return sum + a * b; }
  static float Finish(float sum, const BatchMatMulOpData& /*data*/) { return sum; }
};

struct Int8Dot {
  using Element = int8_t;
  using Sum = int32_t;
  static int32_t Add(int32_t sum, int32_t a, int32_t b, const BatchMatMulOpData& data) {
    return fixed_point::Add(sum, (a - data.zero_point[0]) * (b - data.zero_point[1]));
  }
  static int8_t Finish(int32_t sum, const BatchMatMulOpData& data) {
    const int32_t scaled =
        fixed_point::MultiplyByMultiplier(sum, data.multiplier, static_cast<int>(data.shift));
    return static_cast<int8_t>(Clamp(fixed_point::Add(scaled, data.zero_point[2]), INT8_MIN, INT8_MAX));
  }
};

struct Int16Dot {
  using Element = int16_t;
  using Sum = int64_t;
  static int64_t Add(int64_t sum, int32_t a, int32_t b, const BatchMatMulOpData& /*data*/) {
    return sum + a * b;
  }
  static int16_t Finish(int64_t sum, const BatchMatMulOpData& data) {
    const int32_t scaled =
        fixed_point::MultiplyWideByMultiplier(sum, data.multiplier, static_cast<int>(data.shift));
    return static_cast<int16_t>(Clamp(scaled, INT16_MIN, INT16_MAX));
  }
};

template <typename Dot>
TfLiteStatus Multiply(TfLiteContext* context, TfLiteNode* node) {
  using Element = typename Dot::Element;
  const auto& data = *static_cast<const BatchMatMulOpData*>(node->user_data);
  const TfLiteEvalTensor* a = micro::GetEvalInput(context, node, 0);
  const TfLiteEvalTensor* b = micro::GetEvalInput(context, node, 1);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const Matrix left(a->dims, ParamsOf(node).adj_x);
  const Matrix right(b->dims, ParamsOf(node).adj_y);
  auto* made = micro::GetTensorData<Element>(output);
  const int32_t matrix = left.rows * right.columns;
  const int32_t batches = matrix == 0 ? 0 : CountElements(output->dims) / matrix;
  for (int32_t batch = 0; batch < batches; ++batch) {
    const Element* first = micro::GetTensorData<Element>(a) + MatrixOffset(a->dims, output->dims, batch);
    const Element* second = micro::GetTensorData<Element>(b) + MatrixOffset(b->dims, output->dims, batch);
    for (int32_t i = 0; i < left.rows; ++i) {
      for (int32_t j = 0; j < right.columns; ++j) {
        const Element* along = first + i * left.row;
        const Element* down = second + j * right.column;
        typename Dot::Sum sum = 0;
        for (int32_t k = 0; k < left.columns; ++k, along += left.column, down += right.row) {
          sum = Dot::Add(sum, *along, *down, data);
        }
        *made++ = Dot::Finish(sum, data);
      }
    }
  }
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  switch (micro::GetEvalInput(context, node, 0)->type) {
    case kTfLiteFloat32:
      return Multiply<FloatDot>(context, node);
    case kTfLiteInt8:
      return Multiply<Int8Dot>(context, node);
    default:
      return Multiply<Int16Dot>(context, node);
  }
}

}  // namespace

TFLMRegistration Register_BATCH_MATMUL() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
