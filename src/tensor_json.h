// SPDX-License-Identifier: Apache-2.0
// Command `tensors`: a layer's output as one JSON line. docs/architecture.md, "Console line 3", has its
// fields.
#ifndef LAYERSCOPE_TENSOR_JSON_H_
#define LAYERSCOPE_TENSOR_JSON_H_

#include <cstddef>

#include "tensorflow/lite/c/common.h"

namespace tensor_json {

// Output `k` of layer `layer`; from the second output on, the line has a field "output" too.
void print(size_t layer, size_t k, const char* op, const TfLiteEvalTensor& tensor);

}  // namespace tensor_json

#endif  // LAYERSCOPE_TENSOR_JSON_H_
