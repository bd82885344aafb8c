// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/mean.h"

#include "arm_nnfunctions_reduce.h"
#include "tensorflow/lite/micro/kernel_choice_report.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/kernels/micro_ops.h"

namespace tflite {
namespace {

// A map of int8 that is reduced over its pixels, as networks end: the channels stay, and so may batches.
bool IsMeanOfPixels(const ReduceNode& reduce, ReductionWalk* walk) {
  if (!reduce.known || reduce.move.input->type != kTfLiteInt8) return false;
  *walk = PlanReduction(reduce.move.input->dims, reduce.axes);
  return walk->reduced.rank == 1 && walk->kept.rank >= 1 && walk->kept.rank <= 2 && walk->kept.step[0] == 1 &&
         walk->reduced.step[0] == walk->kept.extent[0];
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(MeanPrepare(context, node));
  ReduceNode reduce{};
  ReductionWalk walk;
  TF_LITE_ENSURE_STATUS(reduce.Read(context, node, "MEAN"));
  const bool applies = IsMeanOfPixels(reduce, &walk);
  static_cast<MeanSumOpData*>(node->user_data)->is_of_pixels = applies;
  ReportCandidate(context, "arm_mean_s8", applies ? Refusal::kNone : Refusal::kNotOfPixels);
  if (applies) SetKernelName(context, node, "arm_mean_s8");
  return kTfLiteOk;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const auto& data = *static_cast<const MeanSumOpData*>(node->user_data);
  if (!data.is_of_pixels) return MeanReference(context, node);
  ReduceNode reduce{};
  TF_LITE_ENSURE_STATUS(reduce.Read(context, node, "MEAN"));
  const ReductionWalk walk = PlanReduction(reduce.move.input->dims, reduce.axes);
  arm_mean_s8(reduce.move.input->data.int8, walk.kept.rank == 2 ? walk.kept.extent[1] : 1,
              walk.reduced.extent[0], walk.kept.extent[0], data.zero_points, data.multiplier, data.shift,
              data.output_zero_point, reduce.move.output->data.int8);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_MEAN() { return micro::RegisterOp(MeanSumInit, Prepare, Invoke); }

}  // namespace tflite

#endif  // USE_CMSIS_NN
