// SPDX-License-Identifier: Apache-2.0
// The console's commands.
#ifndef LAYERSCOPE_CONSOLE_H_
#define LAYERSCOPE_CONSOLE_H_

#include <cstdint>

namespace console {

void start();

// To be called often; `now` in cycles.
void poll(uint64_t now);

}  // namespace console

#endif  // LAYERSCOPE_CONSOLE_H_
