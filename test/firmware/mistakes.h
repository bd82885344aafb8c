// SPDX-License-Identifier: Apache-2.0
// Deliberate mistakes: each a function that breaks one rule of a chip, called by its name on the console. The
// lists in test/tools/mistakes_*.py say what a virtual board must say of it.
#pragma once

#include "bare.h"

typedef struct {
  const char* name;
  void (*make)(void);
} mistake;

// MISTAKE(name) { what the program does wrong }
#define MISTAKE(name)                                                                            \
  static void name(void) __attribute__((noinline));                                              \
  static const mistake name##_entry __attribute__((section(".mistakes"), used)) = {#name, name}; \
  static void name(void)
