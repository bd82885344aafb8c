// SPDX-License-Identifier: Apache-2.0
// Gives hello_world.cc start-up code and a console on an emulated Cortex-M7.
#include "semihosting.h"

extern "C" void DebugLog(const char* text) { semihosting::Write(text); }
