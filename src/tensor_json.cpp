// SPDX-License-Identifier: Apache-2.0
#include "tensor_json.h"

#include "output.h"

namespace tensor_json {
namespace {

using output::text;

struct Type {
  TfLiteType type;
  const char* name;
  uint32_t bytes;
};

constexpr Type kTypes[] = {
    {kTfLiteFloat32, "float32", 4}, {kTfLiteInt8, "int8", 1},         {kTfLiteUInt8, "uint8", 1},
    {kTfLiteInt16, "int16", 2},     {kTfLiteInt32, "int32", 4},       {kTfLiteFloat16, "float16", 2},
    {kTfLiteBool, "bool", 1},       {kTfLiteInt64, "int64", 8},       {kTfLiteUInt16, "uint16", 2},
    {kTfLiteUInt32, "uint32", 4},   {kTfLiteResource, "resource", 4},
};

Type find(TfLiteType type) {
  for (const Type& known : kTypes) {
    if (known.type == type) return known;
  }
  return {type, "unknown", 0};
}

}  // namespace

void print(size_t layer, size_t k, const char* op, const TfLiteEvalTensor& tensor) {
  const Type type = find(tensor.type);
  text("{\"layer\": ");
  output::unsigned_integer(layer);
  if (k > 0) {
    text(", \"output\": ");
    output::unsigned_integer(k);
  }
  text(", \"op\": ");
  output::json_string(op);
  text(", \"type\": ");
  output::json_string(type.name);
  text(", \"shape\": [");
  uint32_t count = 1;
  for (int i = 0; i < tensor.dims->size; ++i) {
    if (i > 0) text(", ");
    output::signed_integer(tensor.dims->data[i]);
    count *= static_cast<uint32_t>(tensor.dims->data[i]);
  }
  text("], \"data\": \"");
  output::hexadecimal(tensor.data.uint8, count * type.bytes);
  text("\"}\r\n");
}

}  // namespace tensor_json
