// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/model_verifier.h"

#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {
namespace {

// One character for each field of a table, in the schema's order. Fields that the runtime does not read need
// no rule:
//   1 4 8  a scalar of so many bytes          b i q  a vector of scalars of 1, 4 or 8 bytes
//   s      a string                           u      the options table of an Operator
//   -      not read                           others a table (lower case) or a vector of tables (upper case)
constexpr char kModel[] = "4CGsBiD";
constexpr char kOperatorCode[] = "1s44";
constexpr char kSubGraph[] = "TiiPs";
constexpr char kTensor[] = "i14sz14i1";
constexpr char kQuantization[] = "iiiq1-4";
constexpr char kOperator[] = "4ii1ub1bi";
constexpr char kBuffer[] = "b88";
constexpr char kMetadata[] = "s4";

struct OptionsRule {
  uint8_t type;
  const char* fields;
};

// Of the operators in schema_options.h; the options of others are not read.
constexpr OptionsRule kOptions[] = {
#define TFLITE_OPTIONS_RULE(TABLE, FIELDS) {BuiltinOptions_##TABLE, FIELDS},
    TFLITE_OPTIONS_TABLES(TFLITE_OPTIONS_RULE)
#undef TFLITE_OPTIONS_RULE
};

const char* TableRule(char kind, const char** name) {
  switch (kind) {
    case 'c':
      *name = "operator code";
      return kOperatorCode;
    case 'g':
      *name = "subgraph";
      return kSubGraph;
    case 't':
      *name = "tensor";
      return kTensor;
    case 'z':
      *name = "quantization of tensor";
      return kQuantization;
    case 'p':
      *name = "operator";
      return kOperator;
    case 'b':
      *name = "buffer";
      return kBuffer;
    default:
      *name = "metadata";
      return kMetadata;
  }
}

class Verifier {
 public:
  Verifier(const uint8_t* data, uint32_t size) : data_(data), size_(size), tables_left_(size / 4) {}

  TfLiteStatus Root() {
    if (size_ < 8 || !ModelBufferHasIdentifier(data_)) {
      MicroPrintf("this is not a TensorFlow Lite model: no TFL3 at byte 4 of its %u bytes",
                  static_cast<unsigned>(size_));
      return kTfLiteError;
    }
    name_ = "root table";
    return Reference(0, kModel);
  }

 private:
  bool Inside(uint32_t position, uint64_t bytes) const { return bytes <= size_ && position <= size_ - bytes; }

  template <typename T>
  T Read(uint32_t position) const {
    return flatbuffers::ReadScalar<T>(data_ + position);
  }

  TfLiteStatus Fail(const char* what) const {
    MicroPrintf("the model is damaged: %s %u%s, field %u: %s; copy or convert it again", name_,
                static_cast<unsigned>(index_), place_, static_cast<unsigned>(field_), what);
    return kTfLiteError;
  }

  // The table that the offset at `position` refers to.
  TfLiteStatus Reference(uint32_t position, const char* rule) {
    uint32_t target;
    TF_LITE_ENSURE_STATUS(Target(position, &target));
    return VerifyTable(target, rule);
  }

  TfLiteStatus Target(uint32_t position, uint32_t* target) const {
    // The offset itself lies inside its table or vector, which has been verified.
    const uint64_t end = uint64_t{position} + Read<uint32_t>(position);
    if (end > size_ - 4 || end == position) return Fail("its offset leaves the file");
    *target = static_cast<uint32_t>(end);
    return kTfLiteOk;
  }

  TfLiteStatus VerifyVector(uint32_t position, uint32_t element_bytes, uint32_t* start,
                            uint32_t* count) const {
    uint32_t target;
    TF_LITE_ENSURE_STATUS(Target(position, &target));
    *count = Read<uint32_t>(target);
    *start = target + 4;
    if (!Inside(*start, uint64_t{*count} * element_bytes)) return Fail("its vector leaves the file");
    // Shapes and index lists are used in place, as TfLiteIntArray.
    if (element_bytes == 4 && reinterpret_cast<uintptr_t>(data_ + target) % 4 != 0)
      return Fail("its vector is misaligned");
    return kTfLiteOk;
  }

  TfLiteStatus VerifyString(uint32_t position) const {
    uint32_t start;
    uint32_t length;
    TF_LITE_ENSURE_STATUS(VerifyVector(position, 1, &start, &length));
    if (!Inside(start, uint64_t{length} + 1) || data_[start + length] != 0)
      return Fail("its string has no end");
    return kTfLiteOk;
  }

  TfLiteStatus VerifyTables(uint32_t position, char kind) {
    uint32_t start;
    uint32_t count;
    TF_LITE_ENSURE_STATUS(VerifyVector(position, 4, &start, &count));
    const char* const outer_name = name_;
    const uint32_t outer_index = index_;
    const uint32_t outer_field = field_;
    const char* rule = TableRule(kind, &name_);
    for (uint32_t i = 0; i < count; ++i) {
      index_ = i;
      field_ = 0;
      TF_LITE_ENSURE_STATUS(Reference(start + 4 * i, rule));
    }
    name_ = outer_name;
    index_ = outer_index;
    field_ = outer_field;
    return kTfLiteOk;
  }

  TfLiteStatus VerifyOptions(uint32_t position, uint32_t table) {
    const uint32_t type = Field(table, 3) == 0 ? 0 : data_[table + Field(table, 3)];
    for (const OptionsRule& rule : kOptions) {
      if (rule.type == type) {
        const uint32_t outer_field = field_;
        place_ = "'s options";
        TF_LITE_ENSURE_STATUS(Reference(position, rule.fields));
        place_ = "";
        field_ = outer_field;
      }
    }
    return kTfLiteOk;
  }

  // Where field number `field` stands in a table whose vtable has been verified; 0 when absent.
  uint32_t Field(uint32_t table, uint32_t field) const {
    const uint32_t vtable = table - static_cast<uint32_t>(Read<int32_t>(table));
    const uint32_t entry = 4 + 2 * field;
    return entry < Read<uint16_t>(vtable) ? Read<uint16_t>(vtable + entry) : 0;
  }

  TfLiteStatus VerifyTable(uint32_t table, const char* rule) {
    // A damaged file could refer to the same tables over and over; a sound one has room for each.
    if (tables_left_-- == 0) return Fail("the file has too many tables");
    const int64_t vtable = int64_t{table} - Read<int32_t>(table);
    if (vtable < 0 || vtable > int64_t{size_} - 4 || vtable % 2 != 0)
      return Fail("its vtable leaves the file");
    const uint32_t vtable_bytes = Read<uint16_t>(static_cast<uint32_t>(vtable));
    const uint32_t table_bytes = Read<uint16_t>(static_cast<uint32_t>(vtable) + 2);
    if (vtable_bytes < 4 || vtable_bytes % 2 != 0 || !Inside(static_cast<uint32_t>(vtable), vtable_bytes) ||
        table_bytes < 4 || !Inside(table, table_bytes)) {
      return Fail("its table leaves the file");
    }
    for (uint32_t field = 0; rule[field] != '\0'; ++field) {
      const uint32_t offset = Field(table, field);
      if (offset == 0 || rule[field] == '-') continue;
      field_ = field;
      const char kind = rule[field];
      const uint32_t bytes = kind == '1' ? 1 : kind == '8' ? 8 : 4;
      if (offset < 4 || offset + bytes > table_bytes) return Fail("it lies outside its table");
      TF_LITE_ENSURE_STATUS(VerifyField(table + offset, table, kind));
    }
    return kTfLiteOk;
  }

  TfLiteStatus VerifyField(uint32_t position, uint32_t table, char kind) {
    uint32_t start;
    uint32_t count;
    switch (kind) {
      case '1':
      case '4':
      case '8':
        return kTfLiteOk;
      case 'b':
        return VerifyVector(position, 1, &start, &count);
      case 'i':
        return VerifyVector(position, 4, &start, &count);
      case 'q':
        return VerifyVector(position, 8, &start, &count);
      case 's':
        return VerifyString(position);
      case 'u':
        return VerifyOptions(position, table);
      case 'z': {
        const char* const outer_name = name_;
        const uint32_t outer_field = field_;
        const char* rule = TableRule(kind, &name_);
        TF_LITE_ENSURE_STATUS(Reference(position, rule));
        name_ = outer_name;
        field_ = outer_field;
        return kTfLiteOk;
      }
      default:
        return VerifyTables(position, static_cast<char>(kind - 'A' + 'a'));
    }
  }

  const uint8_t* data_;
  uint32_t size_;
  uint32_t tables_left_;
  // Of the table being verified, for the error text.
  const char* name_ = "";
  const char* place_ = "";
  uint32_t index_ = 0;
  uint32_t field_ = 0;
};

}  // namespace

TfLiteStatus VerifyModel(const void* data, size_t size) {
  if (data == nullptr || reinterpret_cast<uintptr_t>(data) % 4 != 0) {
    MicroPrintf("the model's bytes are %s; declare the array alignas(16)",
                data == nullptr ? "missing" : "misaligned");
    return kTfLiteError;
  }
  // Offsets are signed in places; and no microcontroller holds more.
  if (size > 0x7FFFFFFF) {
    MicroPrintf("the model has 2 GB or more; give a smaller one");
    return kTfLiteError;
  }
  return Verifier(static_cast<const uint8_t*>(data), static_cast<uint32_t>(size)).Root();
}

const Model* GetVerifiedModel(const void* data, size_t size) {
  return VerifyModel(data, size) == kTfLiteOk ? GetModel(data) : nullptr;
}

}  // namespace tflite
