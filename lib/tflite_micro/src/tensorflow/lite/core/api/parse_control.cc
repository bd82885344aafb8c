// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/core/api/parse_options.h"

namespace tflite {

TfLiteStatus ParseCallOnce(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteCallOnceParams, CallOnceOptions>(
      op, allocator, data, [](const CallOnceOptions& from, TfLiteCallOnceParams* to) {
        to->init_subgraph_index = from.init_subgraph_index();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseIf(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteIfParams, IfOptions>(op, allocator, data,
                                                 [](const IfOptions& from, TfLiteIfParams* to) {
                                                   to->then_subgraph_index = from.then_subgraph_index();
                                                   to->else_subgraph_index = from.else_subgraph_index();
                                                   return kTfLiteOk;
                                                 });
}

TfLiteStatus ParseVarHandle(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                            void** data) {
  return ParseOptions<TfLiteVarHandleParams, VarHandleOptions>(
      op, allocator, data, [](const VarHandleOptions& from, TfLiteVarHandleParams* to) {
        to->container = from.container() == nullptr ? nullptr : from.container()->c_str();
        to->shared_name = from.shared_name() == nullptr ? nullptr : from.shared_name()->c_str();
        return kTfLiteOk;
      });
}

TfLiteStatus ParseWhile(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  return ParseOptions<TfLiteWhileParams, WhileOptions>(op, allocator, data,
                                                       [](const WhileOptions& from, TfLiteWhileParams* to) {
                                                         to->cond_subgraph_index = from.cond_subgraph_index();
                                                         to->body_subgraph_index = from.body_subgraph_index();
                                                         return kTfLiteOk;
                                                       });
}

}  // namespace tflite
