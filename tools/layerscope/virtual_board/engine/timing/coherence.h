// SPDX-License-Identifier: GPL-2.0-only
// Nothing keeps the data cache and a DMA of one mind but the program (PM0253, 4.8; AN4839): it cleans what a
// DMA is to read, and invalidates what a DMA wrote before it reads that. Known only with timing on.
#pragma once

#include "machine.h"

// Before a DMA reads or writes the byte at `address`; `who` begins the sentence.
void coherence_dma_reads(machine* m, uint32_t address, const char* who);
void coherence_dma_writes(machine* m, uint32_t address, const char* who);
// The program reads or writes bytes of a cached line, some of which a DMA wrote.
void coherence_stale_access(machine* m, bool write, uint32_t address, uint32_t size);
