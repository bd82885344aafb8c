// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_CORE_API_PARSE_OPTIONS_H_
#define TENSORFLOW_LITE_CORE_API_PARSE_OPTIONS_H_

#include "tensorflow/lite/core/api/flatbuffer_conversions.h"

// What the parsers of operators' options share.

namespace tflite {

TfLiteStatus ConvertPadding(Padding padding, TfLitePadding* result);
TfLiteStatus ConvertActivation(ActivationFunctionType activation, TfLiteFusedActivation* result);

// Copies a vector of at most `most` numbers. `op` is for the message.
TfLiteStatus CopyDimensions(const char* op, const flatbuffers::Vector<int32_t>* from, int most, int32_t* to,
                            int* count);

// Allocates Params, zeroed; `fill(options, params)` runs unless the model leaves the options out.
template <typename Params, typename Options, typename Fill>
TfLiteStatus ParseOptions(const Operator* op, BuiltinDataAllocator* allocator, void** data, Fill fill) {
  auto* params = allocator->AllocatePOD<Params>();
  *data = params;
  if (params == nullptr) return kTfLiteError;
  const Options* options = op->OptionsAs<Options>(OptionsTag<Options>::kTag);
  return options == nullptr ? kTfLiteOk : fill(*options, params);
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_CORE_API_PARSE_OPTIONS_H_
