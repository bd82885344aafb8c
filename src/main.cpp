// SPDX-License-Identifier: Apache-2.0
#include "board.h"
#include "console.h"
#include "host_link.h"
#include "network.h"
#include "output.h"
#include "report.h"
#include "run.h"

// Where the runtime's messages go.
extern "C" void DebugLog(const char* text) { output::text(text); }

int main() {
  report::boot();
  network::start(&run::profiler());
  report::network();
  console::start();
  for (;;) {
    const uint64_t now = board::cycles();
    console::poll(now);
    host_link::poll(now);
  }
}
