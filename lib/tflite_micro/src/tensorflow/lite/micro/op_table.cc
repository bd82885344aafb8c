// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/op_table.h"

#include <cstring>

#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {

const OpTable::Entry* OpTable::Find(BuiltinOperator op) const {
  if (op == BuiltinOperator_CUSTOM) return nullptr;
  for (unsigned int i = 0; i < size; ++i) {
    if (entries[i].registration.builtin_code == op) return &entries[i];
  }
  return nullptr;
}

const OpTable::Entry* OpTable::Find(const char* custom_name) const {
  for (unsigned int i = 0; i < size; ++i) {
    const TFLMRegistration& registration = entries[i].registration;
    if (registration.builtin_code == BuiltinOperator_CUSTOM &&
        strcmp(registration.custom_name, custom_name) == 0) {
      return &entries[i];
    }
  }
  return nullptr;
}

TfLiteStatus OpTable::Refuse(const char* name, const char* how) const {
  MicroPrintf("operator %s cannot be registered %s", name == nullptr ? "CUSTOM" : name, how);
  return kTfLiteError;
}

TfLiteStatus OpTable::Add(BuiltinOperator op, const char* custom_name, const TFLMRegistration& registration,
                          MicroOpResolver::BuiltinParseFunction parser) {
  const bool custom = op == BuiltinOperator_CUSTOM;
  if (custom && custom_name == nullptr) return Refuse("CUSTOM", "without a name");
  const char* name = custom ? custom_name : EnumNameBuiltinOperator(op);
  if (registration.invoke == nullptr) return Refuse(name, "without an invoke function");
  if ((custom ? Find(custom_name) : Find(op)) != nullptr) {
    MicroPrintf("operator %s is registered twice; add it once", name);
    return kTfLiteError;
  }
  if (size >= capacity) {
    MicroPrintf("operator %s is one too many for MicroMutableOpResolver<%u>; give it a larger number", name,
                capacity);
    return kTfLiteError;
  }
  Entry& entry = entries[size++];
  entry.registration = registration;
  entry.registration.builtin_code = op;
  entry.registration.custom_name = custom_name;
  entry.parser = parser;
  return kTfLiteOk;
}

}  // namespace tflite
