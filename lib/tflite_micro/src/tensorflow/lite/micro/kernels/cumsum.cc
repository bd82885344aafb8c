// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/movement.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"
#include "tensorflow/lite/micro/kernels/internal/temp_tensor.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

constexpr char kOp[] = "CUMSUM";
constexpr int kSumBits = 19;  // below the input's steps, as in TensorFlow Lite Micro: long sums wrap

struct CumsumOpData {
  int32_t multiplier;
  int8_t shift;
  int16_t output_zero_point;
};
static_assert(sizeof(CumsumOpData) == 8, "update kernels/reduce.py");

struct FloatSum {
  float sum = 0.0f;
  void Add(float value) { sum += value; }
  float Result() const { return sum; }
};

struct QuantizedSum {
  const CumsumOpData& data;
  int32_t sum = 0;
  void Add(int8_t value) { sum += value; }
  int8_t Result() const {
    const int32_t scaled =
        fixed_point::MultiplyByMultiplier(fixed_point::ShiftLeft(sum, kSumBits), data.multiplier, data.shift);
    const int32_t result = fixed_point::Add(scaled, data.output_zero_point);
    return static_cast<int8_t>(result < INT8_MIN ? INT8_MIN : result > INT8_MAX ? INT8_MAX : result);
  }
};

// Of `count` elements, `step` apart.
template <typename T, typename Sum>
void SumUp(Sum sum, bool exclusive, const T* from, T* to, int32_t count, int32_t step) {
  for (; count > 0; --count, from += step, to += step) {
    const T value = *from;
    if (!exclusive) sum.Add(value);
    *to = static_cast<T>(sum.Result());
    if (exclusive) sum.Add(value);
  }
}

TfLiteStatus GetAxis(TfLiteContext* context, const TfLiteNode* node, const Movement& move, int* axis) {
  Numbers numbers;
  TF_LITE_ENSURE_STATUS(numbers.Read(context, node, kOp, 1));
  TF_LITE_ENSURE_MSG(context, numbers.count() == 1, "%s needs one axis.", kOp);
  *axis = 0;
  return numbers.known() ? ResolveAxis(context, kOp, numbers[0], move.input->dims->size, axis) : kTfLiteOk;
}

void* Init(TfLiteContext* context, const char* /*buffer*/, size_t /*length*/) {
  return context->AllocatePersistentBuffer(context, sizeof(CumsumOpData));
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<CumsumOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = CumsumOpData{};
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, kOp, 2, 0, &move));
  const TfLiteType type = move.input->type;
  TF_LITE_ENSURE_MSG(context, type == kTfLiteFloat32 || type == kTfLiteInt8, "%s takes FLOAT32 and INT8.",
                     kOp);
  if (!TfLiteIntArrayEqual(move.input->dims, move.output->dims)) return WrongOutputShape(context, kOp);
  int axis = 0;
  TF_LITE_ENSURE_STATUS(GetAxis(context, node, move, &axis));
  SetKernelName(context, node, type == kTfLiteInt8 ? "reference_cumsum_s8" : "reference_cumsum_f32");
  if (type == kTfLiteFloat32) return kTfLiteOk;

  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(context, input->params.scale > 0.0f && output->params.scale > 0.0f,
                     "%s has a quantised tensor without a scale; convert the model again.", kOp);
  // TensorFlow Lite Micro was found to begin a sum with the zero point: what it gives for others is wrong,
  // and what is right would differ from it.
  TF_LITE_ENSURE_MSG(context, input->params.zero_point == 0,
                     "%s has an INT8 input of zero point %d; it must be 0.", kOp,
                     static_cast<int>(input->params.zero_point));
  int32_t shift = 0;
  MultiplierOfScales(input->params.scale, 1.0f / (1 << kSumBits), output->params.scale, &data->multiplier,
                     &shift);
  data->shift = static_cast<int8_t>(shift);
  data->output_zero_point = static_cast<int16_t>(output->params.zero_point);
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  Movement move{};
  TF_LITE_ENSURE_STATUS(GetMovement(context, node, kOp, 2, 0, &move));
  int axis = 0;
  TF_LITE_ENSURE_STATUS(GetAxis(context, node, move, &axis));
  const auto& params = *static_cast<const TfLiteCumsumParams*>(node->builtin_data);
  const TfLiteIntArray* dims = move.input->dims;
  const int32_t rows = ExtentOf(dims, 0, axis);
  const int32_t count = ExtentOf(dims, axis, axis + 1);
  const int32_t inner = ExtentOf(dims, axis + 1, dims->size);
  const int32_t step = params.reverse ? -inner : inner;
  for (int32_t row = 0; row < rows; ++row) {
    for (int32_t i = 0; i < inner; ++i) {
      const int32_t first = (row * count + (params.reverse ? count - 1 : 0)) * inner + i;
      if (move.input->type == kTfLiteFloat32) {
        SumUp(FloatSum{}, params.exclusive, move.input->data.f + first, move.output->data.f + first, count,
              step);
      } else {
        SumUp(QuantizedSum{*static_cast<const CumsumOpData*>(node->user_data)}, params.exclusive,
              move.input->data.int8 + first, move.output->data.int8 + first, count, step);
      }
    }
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_CUMSUM() { return micro::RegisterOp(Init, Prepare, Invoke); }

}  // namespace tflite
