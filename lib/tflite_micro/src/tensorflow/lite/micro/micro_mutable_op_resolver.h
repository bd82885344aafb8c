// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_MUTABLE_OP_RESOLVER_H_
#define TENSORFLOW_LITE_MICRO_MICRO_MUTABLE_OP_RESOLVER_H_

#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/micro_op_resolver.h"
#include "tensorflow/lite/micro/op_table.h"

namespace tflite {

// The operators that an application links in, at most tOpCount of them. Every Add function answers
// kTfLiteError, with a text, for an operator that is already there or when the table is full.
template <unsigned int tOpCount>
class MicroMutableOpResolver : public MicroOpResolver {
 public:
  MicroMutableOpResolver() = default;
  explicit MicroMutableOpResolver(ErrorReporter* /*error_reporter*/) {}
  // The table points into this object.
  MicroMutableOpResolver(const MicroMutableOpResolver&) = delete;
  MicroMutableOpResolver& operator=(const MicroMutableOpResolver&) = delete;

  const TFLMRegistration* FindOp(BuiltinOperator op) const override {
    const OpTable::Entry* entry = table_.Find(op);
    return entry == nullptr ? nullptr : &entry->registration;
  }

  const TFLMRegistration* FindOp(const char* custom_name) const override {
    const OpTable::Entry* entry = table_.Find(custom_name);
    return entry == nullptr ? nullptr : &entry->registration;
  }

  BuiltinParseFunction GetOpDataParser(BuiltinOperator op) const override {
    const OpTable::Entry* entry = table_.Find(op);
    return entry == nullptr ? nullptr : entry->parser;
  }

  // `name` must outlive the resolver. The registration is copied.
  TfLiteStatus AddCustom(const char* name, const TFLMRegistration* registration) {
    return table_.Add(BuiltinOperator_CUSTOM, name, *registration, nullptr);
  }

  // An own implementation of a builtin operator.
  TfLiteStatus AddBuiltin(BuiltinOperator op, const TFLMRegistration& registration,
                          BuiltinParseFunction parser) {
    return table_.Add(op, nullptr, registration, parser);
  }

  TfLiteStatus AddAveragePool2D(const TFLMRegistration& registration = Register_AVERAGE_POOL_2D()) {
    return AddBuiltin(BuiltinOperator_AVERAGE_POOL_2D, registration, ParsePool);
  }
  TfLiteStatus AddConv2D(const TFLMRegistration& registration = Register_CONV_2D()) {
    return AddBuiltin(BuiltinOperator_CONV_2D, registration, ParseConv2D);
  }
  TfLiteStatus AddDepthwiseConv2D(const TFLMRegistration& registration = Register_DEPTHWISE_CONV_2D()) {
    return AddBuiltin(BuiltinOperator_DEPTHWISE_CONV_2D, registration, ParseDepthwiseConv2D);
  }
  TfLiteStatus AddDequantize() {
    return AddBuiltin(BuiltinOperator_DEQUANTIZE, Register_DEQUANTIZE(), ParseDequantize);
  }
  TfLiteStatus AddFullyConnected(const TFLMRegistration& registration = Register_FULLY_CONNECTED()) {
    return AddBuiltin(BuiltinOperator_FULLY_CONNECTED, registration, ParseFullyConnected);
  }
  TfLiteStatus AddMaxPool2D(const TFLMRegistration& registration = Register_MAX_POOL_2D()) {
    return AddBuiltin(BuiltinOperator_MAX_POOL_2D, registration, ParsePool);
  }
  TfLiteStatus AddQuantize() {
    return AddBuiltin(BuiltinOperator_QUANTIZE, Register_QUANTIZE(), ParseQuantize);
  }
  TfLiteStatus AddReshape() { return AddBuiltin(BuiltinOperator_RESHAPE, Register_RESHAPE(), ParseReshape); }
  TfLiteStatus AddSoftmax(const TFLMRegistration& registration = Register_SOFTMAX()) {
    return AddBuiltin(BuiltinOperator_SOFTMAX, registration, ParseSoftmax);
  }

  unsigned int GetRegistrationLength() const { return table_.size; }

 private:
  OpTable::Entry entries_[tOpCount == 0 ? 1 : tOpCount];
  OpTable table_{entries_, tOpCount, 0};

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_MUTABLE_OP_RESOLVER_H_
