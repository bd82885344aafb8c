// SPDX-License-Identifier: Apache-2.0
#ifndef LAYERSCOPE_TEST_FUZZ_MODEL_MUTATOR_H_
#define LAYERSCOPE_TEST_FUZZ_MODEL_MUTATOR_H_

#include <cstddef>
#include <cstdint>

// Changes a .tflite file the way a fuzzer wants it: mostly field by field, so that the result is still a
// flatbuffer and reaches what lies behind the verifier. Returns the new size, at most `max_size`. `data` is
// aligned to 8 bytes at least.
size_t MutateModel(uint8_t* data, size_t size, size_t max_size, uint32_t seed);

#endif  // LAYERSCOPE_TEST_FUZZ_MODEL_MUTATOR_H_
