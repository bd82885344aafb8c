// SPDX-License-Identifier: Apache-2.0
// The network of this image: its model, arena and interpreter. The one place that sees the generated headers.
#ifndef LAYERSCOPE_NETWORK_H_
#define LAYERSCOPE_NETWORK_H_

#include <cstddef>
#include <cstdint>

#include "board.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_profiler_interface.h"

namespace network {

struct Identity {
  const char* name;
  const char* file;
  const char* sha256;
  const char* compression;
};

struct Layer {
  const char* op;
  uint32_t macs;
  uint32_t weights_bytes;
};

// Moves the weights to where they are to be, and makes the interpreter. To be called once. false: failure()
// says why.
bool start(tflite::MicroProfilerInterface* profiler);

// nullptr if start() succeeded.
const char* failure();

Identity identity();
size_t layer_count();
Layer layer(size_t index);
// How many layers run as one with this: 1; or, fused, itself and the next ones, which then have 0 each. Only
// after a successful start().
size_t operators(size_t index);
const board::Placement& weights();

// Only after a successful start(). Tensors of other types or shapes than the build step knew are an error
// there.
tflite::MicroInterpreter& interpreter();

// Fills each input: with the digit of the image if it has 784 elements, else with the fixed pattern of
// layerscope.models.pattern. false if a tensor is of a type that neither is made for.
bool fill_inputs();

// Fills the first input with `count` little-endian floats at `bytes`, quantised as the tensor asks. Returns
// what is wrong, or nullptr.
const char* fill_input(const uint8_t* bytes, size_t count);

size_t output_count();
// Element `index` of the first output as a real number.
float output_value(size_t index);

}  // namespace network

#endif  // LAYERSCOPE_NETWORK_H_
