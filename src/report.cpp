// SPDX-License-Identifier: Apache-2.0
#include "report.h"

#include "board.h"
#include "network.h"
#include "options.h"
#include "output.h"
#include "run.h"
#include "run_json.h"
#include "tensor_json.h"

namespace report {
namespace {

using output::text;

bool network_is_up() {
  if (network::failure() == nullptr) return true;
  text("The network did not start: ");
  text(network::failure());
  text(".\r\n");
  return false;
}

bool fill_inputs() {
  if (network::fill_inputs()) return true;
  text(
      "The network's input is of a type that cannot be filled: float32, int8, uint8, int16, int32, int64 and "
      "bool can.\r\n");
  return false;
}

// Fills the input and runs; says what failed.
bool measure(uint64_t* invoke_cycles) {
  if (!fill_inputs()) return false;
  if (run::infer(invoke_cycles)) return true;
  text("The inference failed in layer ");
  output::unsigned_integer(run::profiler().count() == 0 ? 0 : run::profiler().count() - 1);
  text(".\r\n");
  return false;
}

void tensor(const char* title, const char* name, const TfLiteTensor* tensor) {
  text(title);
  text(":\r\ndims->size: ");
  output::signed_integer(tensor->dims->size);
  output::end_line();
  for (int i = 0; i < tensor->dims->size; ++i) {
    text("dims->data[");
    output::signed_integer(i);
    text("]: ");
    output::signed_integer(tensor->dims->data[i]);
    output::end_line();
  }
  text(name);
  text("->type: ");
  output::signed_integer(tensor->type);
  output::end_line();
}

}  // namespace

void boot() {
  text("Program started @ ");
  output::unsigned_integer(board::core_clock_hz());
  text("...\r\n");
  text(board::start_up_notes());
}

void network() {
  if (network::weights().problem != nullptr) {
    text("The weights stay in ");
    text(network::weights().memory);
    text(" instead of " WEIGHTS_IN_NAME ": ");
    text(network::weights().problem);
    text(".\r\n");
  }
  network_is_up();
}

void tensors_of_interface() {
  if (!network_is_up()) return;
  tensor("Model input", "input", network::interpreter().input(0));
  tensor("Model output", "output", network::interpreter().output(0));
}

void run() {
  if (!network_is_up()) return;
  text("Running inference...\r\n");
  uint64_t invoke_cycles;
  if (!measure(&invoke_cycles)) return;
  const LayerProfiler& profiler = run::profiler();
  for (size_t i = 0; i < profiler.count() && i < network::layer_count(); ++i) {
    const size_t operators = network::operators(i);
    if (operators == 0) continue;
    for (size_t k = 0; k < operators; ++k) {
      if (k > 0) text("+");
      text(network::layer(i + k).op);
    }
    text(": ");
    output::milliseconds(profiler.cycles(i));
    text(" msec\r\n");
  }
  text("Done in ");
  output::milliseconds(invoke_cycles);
  text(" msec...\r\n");
  for (size_t i = 0; i < network::output_count(); ++i) {
    text("Out[");
    output::unsigned_integer(i);
    text("]: ");
    output::six_decimals(network::output_value(i));
    output::end_line();
  }
}

void run_as_json() {
  if (!network_is_up()) return;
  uint64_t invoke_cycles;
  if (measure(&invoke_cycles)) run_json::print(invoke_cycles);
}

void tensors_of_layers() {
  if (!network_is_up() || !fill_inputs()) return;
  tflite::MicroInterpreter& interpreter = network::interpreter();
  for (size_t node = 0; node < interpreter.node_count() && node < network::layer_count(); ++node) {
    if (interpreter.InvokeNode(node) != kTfLiteOk) {
      text("The inference failed in layer ");
      output::unsigned_integer(node);
      text(".\r\n");
      return;
    }
    for (size_t k = 0; interpreter.node_output(node, k) != nullptr; ++k) {
      tensor_json::print(node, k, network::layer(node).op, *interpreter.node_output(node, k));
    }
  }
  text("Done\r\n");
}

void help() {
  text(
      "1           the input and output tensors\r\n"
      "2           run the network and print the time of every layer\r\n"
      "3           the same as one JSON line, with cycles, kernels and placement\r\n"
      "tensors     run the network and print the output of every layer as JSON lines\r\n"
      "bootloader  enter programming mode, on boards that have one\r\n"
      "help        this list\r\n"
      "A command is a line; a single digit may do without a line end. CMD= before it is optional.\r\n");
}

}  // namespace report
