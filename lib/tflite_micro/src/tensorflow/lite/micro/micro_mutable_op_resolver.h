// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_MUTABLE_OP_RESOLVER_H_
#define TENSORFLOW_LITE_MICRO_MICRO_MUTABLE_OP_RESOLVER_H_

#include "tensorflow/lite/micro/kernels/micro_ops.h"
#include "tensorflow/lite/micro/micro_op_resolver.h"
#include "tensorflow/lite/micro/op_table.h"
#include "tensorflow/lite/micro/optional_parts.h"

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
    return registration == nullptr ? table_.Refuse(name, "without a registration")
                                   : table_.Add(BuiltinOperator_CUSTOM, name, *registration, nullptr);
  }

  // An own implementation of a builtin operator.
  TfLiteStatus AddBuiltin(BuiltinOperator op, const TFLMRegistration& registration,
                          BuiltinParseFunction parser) {
    return table_.Add(op, nullptr, registration, parser);
  }

  // AddAbs(), AddAdd(), ...: one for each operator of kernels/builtin_kernels.h. Only what is called is
  // linked.
#define TFLITE_ADD_KERNEL(METHOD, OP, PARSER)                                        \
  TfLiteStatus Add##METHOD(const TFLMRegistration& registration = Register_##OP()) { \
    EnablePartsFor<BuiltinOperator_##OP>();                                          \
    return AddBuiltin(BuiltinOperator_##OP, registration, PARSER);                   \
  }
  TFLITE_MICRO_KERNELS(TFLITE_ADD_KERNEL)
#undef TFLITE_ADD_KERNEL

  unsigned int GetRegistrationLength() const { return table_.size; }

 private:
  OpTable::Entry entries_[tOpCount == 0 ? 1 : tOpCount];
  OpTable table_{entries_, tOpCount, 0};

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_MUTABLE_OP_RESOLVER_H_
