// SPDX-License-Identifier: Apache-2.0
#include "run_json.h"

#include "board.h"
#include "network.h"
#include "options.h"
#include "output.h"
#include "run.h"

namespace run_json {
namespace {

using output::text;

void key(const char* name) {
  output::json_string(name);
  text(": ");
}

void string_field(const char* name, const char* value) {
  key(name);
  output::json_string(value);
  text(", ");
}

void number_field(const char* name, uint64_t value) {
  key(name);
  output::unsigned_integer(value);
  text(", ");
}

void flag_field(const char* name, bool value) {
  key(name);
  text(value ? "true, " : "false, ");
}

void model() {
  const network::Identity identity = network::identity();
  text("\"model\": {");
  string_field("name", identity.name);
  string_field("file", identity.file);
  string_field("sha256", identity.sha256);
  key("compression");
  output::json_string(identity.compression);
  text("}, ");
}

void options() {
  text("\"options\": {");
  flag_field("use_cmsis_nn", USE_CMSIS_NN != 0);
  flag_field("use_comp_model", USE_COMP_MODEL != 0);
  flag_field("use_overclock", USE_OVERCLOCK != 0);
  string_field("weights_in", network::weights().memory);
  key("code_in");
  output::json_string(board::code_memory());
  text("}, ");
}

// Of several layers that run as one: the names with `+` between them. None holds what JSON would escape.
template <typename Name>
void joined_field(const char* field, size_t index, Name name) {
  const size_t count = network::operators(index);
  if (count == 1) return string_field(field, name(index));
  key(field);
  text("\"");
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) text("+");
    text(name(index + i));
  }
  text("\", ");
}

void layer(size_t index) {
  const size_t count = network::operators(index);
  uint32_t macs = 0;
  uint32_t weights_bytes = 0;
  for (size_t i = 0; i < count; ++i) {
    macs += network::layer(index + i).macs;
    weights_bytes += network::layer(index + i).weights_bytes;
  }
  text("{");
  number_field("index", index);
  joined_field("op", index, [](size_t i) { return network::layer(i).op; });
  joined_field("kernel", index, [](size_t i) { return network::interpreter().node_kernel(i); });
  number_field("macs", macs);
  number_field("cycles", run::profiler().cycles(index));
  number_field("weights_bytes", weights_bytes);
  if (count > 1) {
    key("fused");
    for (size_t i = 0; i < count; ++i) {
      text(i == 0 ? "[" : ", ");
      output::unsigned_integer(index + i);
    }
    text("], ");
  }
  key("weights_in");
  // A layer without weights has them nowhere.
  if (weights_bytes > 0) {
    output::json_string(network::weights().memory);
  } else {
    text("null");
  }
  text("}");
}

}  // namespace

void print(uint64_t invoke_cycles) {
  const LayerProfiler& profiler = run::profiler();
  const size_t layers = profiler.count() < network::layer_count() ? profiler.count() : network::layer_count();
  text("{");
  string_field("board", board::name());
  number_field("clock_hz", board::core_clock_hz());
  model();
  options();
  string_field("toolchain", "GCC " __VERSION__);
  text("\"layers\": [");
  for (size_t i = 0; i < layers; ++i) {
    if (network::operators(i) == 0) continue;
    if (i > 0) text(", ");
    layer(i);
  }
  text("], ");
  number_field("total_cycles", profiler.total_cycles());
  number_field("invoke_cycles", invoke_cycles);
  text("\"outputs\": [");
  for (size_t i = 0; i < network::output_count(); ++i) {
    if (i > 0) text(", ");
    output::json_number(network::output_value(i));
  }
  text("], ");
  number_field("arena_bytes", network::interpreter().arena_used_bytes());
  number_field("scratch_bytes", network::interpreter().scratch_bytes());
  key("weights_copy_cycles");
  output::unsigned_integer(network::weights().copy_cycles);
  text("}\r\n");
}

}  // namespace run_json
