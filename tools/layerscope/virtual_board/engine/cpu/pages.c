// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/pages.h"

#include <stdlib.h>
#include <string.h>

// Unicorn's pages of an M-profile core.
enum { kPageShift = 10, kPages = 1 << (32 - kPageShift) };
_Static_assert(1 << kPageShift == kCpuPageSize, "permissions are looked up by page");
enum { PAGE_IS_DEVICE = 1, PAGE_HAS_CODE = 2, PAGE_HAS_DATA = 4 };

void pages_open(pages* p) {
  p->kinds = calloc(kPages, 1);
  if (p->kinds == NULL) abort();
}

void pages_close(pages* p) { free(p->kinds); }

void pages_add_ram(pages* p, uint32_t base, uint32_t size) {
  if (p->ram_count == sizeof p->ram / sizeof *p->ram) return;
  size_t i = p->ram_count++;
  for (; i > 0 && p->ram[i - 1].base > base; i--) p->ram[i] = p->ram[i - 1];
  p->ram[i].base = base;
  p->ram[i].size = size;
}

void pages_add_device(pages* p, uint32_t base, uint32_t size) {
  memset(p->kinds + (base >> kPageShift), PAGE_IS_DEVICE, size >> kPageShift);
}

bool pages_look_up(pages* p, uint32_t address, uc_mem_type type, uc_tlb_entry* result) {
  uint8_t* kind = &p->kinds[address >> kPageShift];
  result->paddr = address >> kPageShift << kPageShift;
  result->perms = UC_PROT_READ | UC_PROT_WRITE;
  if (type == UC_MEM_FETCH && (*kind & PAGE_IS_DEVICE)) return false;
  if (type != UC_MEM_FETCH) {
    *kind |= PAGE_HAS_DATA;
  } else if (!(*kind & PAGE_HAS_CODE)) {
    // Another privilege's stores may have been looked up already as not to be watched.
    if (*kind & PAGE_HAS_DATA) p->forget = true;
    *kind |= PAGE_HAS_CODE;
  }
  if (*kind & PAGE_HAS_CODE) result->perms |= UC_PROT_EXEC;
  return true;
}
