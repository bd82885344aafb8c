// SPDX-License-Identifier: Apache-2.0
// What the console prints of the network and of a run. docs/architecture.md, "The console", fixes the
// formats.
#ifndef LAYERSCOPE_REPORT_H_
#define LAYERSCOPE_REPORT_H_

#include <cstdint>

namespace report {

// The boot line, and what did not go as intended before it.
void boot();

// What did not go as intended when the network was started; nothing if all did.
void network();

// Commands 1, 2, 3 and `tensors`.
void tensors_of_interface();
void run();
void run_as_json();
void tensors_of_layers();

void help();

}  // namespace report

#endif  // LAYERSCOPE_REPORT_H_
