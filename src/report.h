// SPDX-License-Identifier: Apache-2.0
// What the console prints of the network and of a run. docs/architecture.md, "The console", fixes the
// formats.
#ifndef LAYERSCOPE_REPORT_H_
#define LAYERSCOPE_REPORT_H_

#include <cstdint>

namespace report {

void boot();

// Commands 1, 2, 3 and `tensors`.
void tensors_of_interface();
void run();
void run_as_json();
void tensors_of_layers();

void help();

}  // namespace report

#endif  // LAYERSCOPE_REPORT_H_
