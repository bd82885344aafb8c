// SPDX-License-Identifier: GPL-2.0-only
// Unicorn's translation of addresses, page by page: none, but a page is executable only once it was executed.
// A store to an executable page looks for translated code to throw away, every time; one to any other page is
// as fast as the host.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <unicorn/unicorn.h>

#include "cpu/cpu.h"

typedef struct {
  uint8_t* kinds;  // of each page
  struct {
    uint32_t base, size;
  } ram[16];  // by address
  size_t ram_count;
  bool forget;  // what was looked up no longer holds: flush before the next block
} pages;

void pages_open(pages* p);
void pages_close(pages* p);
void pages_add_ram(pages* p, uint32_t base, uint32_t size);
void pages_add_device(pages* p, uint32_t base, uint32_t size);
// False: nothing can be executed there.
bool pages_look_up(pages* p, uint32_t address, uc_mem_type type, uc_tlb_entry* result);
