// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE  // RTLD_NEXT
#define _DARWIN_C_SOURCE
#include "cpu/lazy_state.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef bool (*restore_state)(void* state, uintptr_t host_pc, bool will_exit);

static struct {
  restore_state original;
  void* processor;  // the library's
  void* state;      // the same while it is pending
  uintptr_t host_pc;
  bool never;
} lazy;

// This stands in for the library's own function of that name, which the library calls through the dynamic
// linker wherever that lets programs come first (ELF). Elsewhere nobody calls it, and every access is as slow
// as the library makes it. A call before a hook is one that does not leave the translated code.
bool cpu_restore_state_arm(void* state, uintptr_t host_pc, bool will_exit);
bool cpu_restore_state_arm(void* state, uintptr_t host_pc, bool will_exit) {
  if (lazy.original == NULL) {
    *(void**)&lazy.original = dlsym(RTLD_NEXT, "cpu_restore_state_arm");
    if (lazy.original == NULL) abort();
  }
  lazy.processor = state;
  lazy.state = NULL;
  if (will_exit || lazy.never) return lazy.original(state, host_pc, will_exit);
  lazy.state = state;
  lazy.host_pc = host_pc;
  return true;
}

bool lazy_state_is_pending(void) { return lazy.state != NULL; }

void lazy_state_restore(void) {
  void* state = lazy.state;
  lazy.state = NULL;
  if (state != NULL) lazy.original(state, lazy.host_pc, false);
}

bool lazy_state_restore_at(uintptr_t host_pc) {
  return lazy.processor != NULL && lazy.original(lazy.processor, host_pc, false);
}

void lazy_state_disable(void) { lazy.never = true; }
void lazy_state_forget(void) { lazy.state = NULL; }
