// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_SCHEMA_SCHEMA_GENERATED_H_
#define TENSORFLOW_LITE_SCHEMA_SCHEMA_GENERATED_H_

#include "tensorflow/lite/schema/flatbuffer_reader.h"
#include "tensorflow/lite/schema/schema_enums.h"
#include "tensorflow/lite/schema/schema_options.h"

// The tables of a .tflite file (schema version 3). Upstream generates this header from the schema, hence its
// name; here it is written by hand, to read only, with the same accessors. An accessor of a table, vector or
// string returns null when the file leaves it out.

namespace tflite {

struct QuantizationParameters : flatbuffers::Table {
  const flatbuffers::Vector<float>* min() const { return GetPointer<flatbuffers::Vector<float>>(4); }
  const flatbuffers::Vector<float>* max() const { return GetPointer<flatbuffers::Vector<float>>(6); }
  const flatbuffers::Vector<float>* scale() const { return GetPointer<flatbuffers::Vector<float>>(8); }
  const flatbuffers::Vector<int64_t>* zero_point() const {
    return GetPointer<flatbuffers::Vector<int64_t>>(10);
  }
  uint8_t details_type() const { return GetField<uint8_t>(12, 0); }
  int32_t quantized_dimension() const { return GetField<int32_t>(16, 0); }
};

struct SparsityParameters : flatbuffers::Table {};

struct Tensor : flatbuffers::Table {
  const flatbuffers::Vector<int32_t>* shape() const { return GetPointer<flatbuffers::Vector<int32_t>>(4); }
  TensorType type() const { return static_cast<TensorType>(GetField<int8_t>(6, 0)); }
  uint32_t buffer() const { return GetField<uint32_t>(8, 0); }
  const flatbuffers::String* name() const { return GetPointer<flatbuffers::String>(10); }
  const QuantizationParameters* quantization() const { return GetPointer<QuantizationParameters>(12); }
  bool is_variable() const { return GetField<uint8_t>(14, 0) != 0; }
  const SparsityParameters* sparsity() const { return GetPointer<SparsityParameters>(16); }
  const flatbuffers::Vector<int32_t>* shape_signature() const {
    return GetPointer<flatbuffers::Vector<int32_t>>(18);
  }
  bool has_rank() const { return GetField<uint8_t>(20, 0) != 0; }
};

struct OperatorCode : flatbuffers::Table {
  // Codes above 126 do not fit here, and stand in builtin_code(): use GetBuiltinCode() of schema_utils.h.
  int8_t deprecated_builtin_code() const { return GetField<int8_t>(4, 0); }
  const flatbuffers::String* custom_code() const { return GetPointer<flatbuffers::String>(6); }
  int32_t version() const { return GetField<int32_t>(8, 1); }
  BuiltinOperator builtin_code() const { return static_cast<BuiltinOperator>(GetField<int32_t>(10, 0)); }
};

struct Operator : flatbuffers::Table {
  uint32_t opcode_index() const { return GetField<uint32_t>(4, 0); }
  const flatbuffers::Vector<int32_t>* inputs() const { return GetPointer<flatbuffers::Vector<int32_t>>(6); }
  const flatbuffers::Vector<int32_t>* outputs() const { return GetPointer<flatbuffers::Vector<int32_t>>(8); }
  BuiltinOptions builtin_options_type() const {
    return static_cast<BuiltinOptions>(GetField<uint8_t>(10, 0));
  }
  const void* builtin_options() const { return GetPointer<void>(12); }
  const flatbuffers::Vector<uint8_t>* custom_options() const {
    return GetPointer<flatbuffers::Vector<uint8_t>>(14);
  }
  const flatbuffers::Vector<int32_t>* intermediates() const {
    return GetPointer<flatbuffers::Vector<int32_t>>(20);
  }

  // Null unless the options are of that type.
  template <typename T>
  const T* OptionsAs(BuiltinOptions type) const {
    return builtin_options_type() == type ? GetPointer<T>(12) : nullptr;
  }
#define TFLITE_OPTIONS_ACCESSOR(TABLE, FIELDS) \
  const TABLE* builtin_options_as_##TABLE() const { return OptionsAs<TABLE>(BuiltinOptions_##TABLE); }
  TFLITE_OPTIONS_TABLES(TFLITE_OPTIONS_ACCESSOR)
#undef TFLITE_OPTIONS_ACCESSOR
};

struct SubGraph : flatbuffers::Table {
  const flatbuffers::Vector<flatbuffers::Offset<Tensor>>* tensors() const {
    return GetPointer<flatbuffers::Vector<flatbuffers::Offset<Tensor>>>(4);
  }
  const flatbuffers::Vector<int32_t>* inputs() const { return GetPointer<flatbuffers::Vector<int32_t>>(6); }
  const flatbuffers::Vector<int32_t>* outputs() const { return GetPointer<flatbuffers::Vector<int32_t>>(8); }
  const flatbuffers::Vector<flatbuffers::Offset<Operator>>* operators() const {
    return GetPointer<flatbuffers::Vector<flatbuffers::Offset<Operator>>>(10);
  }
  const flatbuffers::String* name() const { return GetPointer<flatbuffers::String>(12); }
};

struct Buffer : flatbuffers::Table {
  const flatbuffers::Vector<uint8_t>* data() const { return GetPointer<flatbuffers::Vector<uint8_t>>(4); }
  // Above 1: the data stands outside the flatbuffer, as in models above 2 GB. No such model is accepted.
  uint64_t offset() const { return GetField<uint64_t>(6, 0); }
  uint64_t size() const { return GetField<uint64_t>(8, 0); }
};

struct Metadata : flatbuffers::Table {
  const flatbuffers::String* name() const { return GetPointer<flatbuffers::String>(4); }
  uint32_t buffer() const { return GetField<uint32_t>(6, 0); }
};

struct Model : flatbuffers::Table {
  uint32_t version() const { return GetField<uint32_t>(4, 0); }
  const flatbuffers::Vector<flatbuffers::Offset<OperatorCode>>* operator_codes() const {
    return GetPointer<flatbuffers::Vector<flatbuffers::Offset<OperatorCode>>>(6);
  }
  const flatbuffers::Vector<flatbuffers::Offset<SubGraph>>* subgraphs() const {
    return GetPointer<flatbuffers::Vector<flatbuffers::Offset<SubGraph>>>(8);
  }
  const flatbuffers::String* description() const { return GetPointer<flatbuffers::String>(10); }
  const flatbuffers::Vector<flatbuffers::Offset<Buffer>>* buffers() const {
    return GetPointer<flatbuffers::Vector<flatbuffers::Offset<Buffer>>>(12);
  }
  const flatbuffers::Vector<flatbuffers::Offset<Metadata>>* metadata() const {
    return GetPointer<flatbuffers::Vector<flatbuffers::Offset<Metadata>>>(16);
  }
};

inline const char* ModelIdentifier() { return "TFL3"; }

inline bool ModelBufferHasIdentifier(const void* buffer) {
  return flatbuffers::BufferHasIdentifier(buffer, ModelIdentifier());
}

// The model in a buffer that is trusted. For one that is not, see GetVerifiedModel() of
// micro/model_verifier.h.
inline const Model* GetModel(const void* buffer) { return flatbuffers::GetRoot<Model>(buffer); }

}  // namespace tflite

#endif  // TENSORFLOW_LITE_SCHEMA_SCHEMA_GENERATED_H_
