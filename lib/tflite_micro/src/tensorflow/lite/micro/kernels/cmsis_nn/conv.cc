// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/conv.h"

#include "arm_nnsupportfunctions.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/conv_kernels.h"
#include "tensorflow/lite/micro/kernels/cmsis_nn/form_registrations.h"

namespace tflite {
namespace {

using cmsis_nn_conv::Kernel;
using cmsis_nn_conv::Node;
using cmsis_nn_conv::Problem;

using FastForm = cmsis_nn::FastForm<ConvForm, Kernel>;
constexpr FastForm kInt8 = {kConvInt8, cmsis_nn_conv::kInt8Kernels};
constexpr FastForm kGroupedInt8 = {kConvInt8, cmsis_nn_conv::kGroupedInt8Kernels};
constexpr FastForm kHybrid = {kConvHybrid, cmsis_nn_conv::kHybridKernels};
constexpr FastForm kFloat32 = {kConvFloat32, cmsis_nn_conv::kFloatKernels};
constexpr FastForm kFloat16 = {kConvFloat16, cmsis_nn_conv::kFloat16Kernels};
constexpr FastForm kInt16 = {kConvInt16, cmsis_nn_conv::kInt16Kernels};
constexpr FastForm kInt4 = {kConvInt4, cmsis_nn_conv::kInt4Kernels};
constexpr const FastForm* kForms[] = {&kFloat32, &kGroupedInt8, &kHybrid,
                                      &kFloat16, &kInt16,       &kInt4};  // as KernelForm

Problem ProblemOf(const TfLiteContext* context, const TfLiteNode* node) {
  const ConvGeometry geometry = GetConvGeometry(context, node);
  const TfLiteEvalTensor* bias = micro::GetEvalInput(context, node, 2);
  const Window& window = geometry.window;
  return {geometry,
          cmsis_nn::DimsOf(geometry.input),
          {geometry.output.channels, window.height, window.width, geometry.filter_channels},
          cmsis_nn::DimsOf(geometry.output),
          bias == nullptr ? kTfLiteNoType : bias->type};
}

TfLiteStatus PrepareForm(TfLiteContext* context, TfLiteNode* node, const FastForm& form) {
  TF_LITE_ENSURE_STATUS(ConvParse(context, node, form.reference));
  auto* data = static_cast<ConvOpData*>(node->user_data);
  const Problem problem = ProblemOf(context, node);
  data->kernel = form.Choose(context, problem);
  const Kernel* kernel = form.At(data->kernel);
  data->split = kernel == nullptr ? ConvSplit::kRows : kernel->split(problem);
  const bool is_tiled =
      kernel != nullptr && (data->form == KernelForm::kInt8 || data->form == KernelForm::kHybrid);
  data->tile_pixels =
      is_tiled ? static_cast<uint8_t>(arm_nn_conv_tile_pixels(
                     &problem.input, &problem.filter, problem.input.n * problem.output.h * problem.output.w))
               : 0;
  if (kernel == nullptr) {
    SetKernelName(context, node, form.reference.name);
    return RequestQuantizedBatch(context, node, data);
  }
  SetKernelName(context, node, kernel->name);
  return cmsis_nn::RequestScratch(context, kernel->scratch_bytes(problem), &data->scratch);
}

TfLiteStatus InvokeKernel(TfLiteContext* context, TfLiteNode* node, const Kernel* kernel) {
  auto& data = *static_cast<ConvOpData*>(node->user_data);
  const Problem problem = ProblemOf(context, node);
  const Node tensors = {data,
                        static_cast<const TfLiteConvParams*>(node->builtin_data)->activation,
                        micro::GetEvalInput(context, node, 0),
                        micro::GetEvalInput(context, node, 1),
                        micro::GetEvalInput(context, node, 2),
                        micro::GetEvalOutput(context, node, 0)};
  const cmsis_nn_context scratch = cmsis_nn::ContextOf(context, data.scratch, kernel->scratch_bytes(problem));
  return cmsis_nn::StatusOf(context, kernel->name, kernel->run(context, problem, tensors, scratch));
}

struct Operator {
  using Form = FastForm;
  using OpData = ConvOpData;
  static constexpr auto& kForms = tflite::kForms;
  static constexpr auto Init = ConvInit;
  static constexpr auto FormOf = ConvFormOf;
  static constexpr auto Prepare = PrepareForm;
  static constexpr auto Invoke = InvokeKernel;
};
using Registrations = cmsis_nn::FormRegistrations<Operator>;

}  // namespace

TFLMRegistration Register_CONV_2D() { return Registrations::Any(); }
TFLMRegistration Register_CONV_2D_FLOAT32() { return Registrations::Of<kFloat32>(); }
TFLMRegistration Register_CONV_2D_FLOAT16() { return Registrations::Of<kFloat16>(); }
TFLMRegistration Register_CONV_2D_INT8() { return Registrations::Of<kInt8>(); }
TFLMRegistration Register_CONV_2D_INT8_GROUPED() { return Registrations::Of<kGroupedInt8>(); }
TFLMRegistration Register_CONV_2D_INT16() { return Registrations::Of<kInt16>(); }
TFLMRegistration Register_CONV_2D_INT4() { return Registrations::Of<kInt4>(); }
TFLMRegistration Register_CONV_2D_HYBRID() { return Registrations::Of<kHybrid>(); }

}  // namespace tflite

#endif  // USE_CMSIS_NN
