// SPDX-License-Identifier: Apache-2.0
// Command 3: the last run as one JSON line. docs/architecture.md, "Console line 3", has its fields.
#ifndef LAYERSCOPE_RUN_JSON_H_
#define LAYERSCOPE_RUN_JSON_H_

#include <cstdint>

namespace run_json {

void print(uint64_t invoke_cycles);

}  // namespace run_json

#endif  // LAYERSCOPE_RUN_JSON_H_
