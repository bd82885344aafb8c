// SPDX-License-Identifier: GPL-2.0-only
// One virtual board: the parts and how they reach each other.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config.h"
#include "cpu/cpu.h"
#include "timing/causes.h"
#include "timing/instruction.h"

typedef struct machine machine;
typedef struct block block;
struct debugger;
struct tracer;

// A memory of the chip. Times are core cycles.
typedef struct memory {
  const char* name;  // in the report: `dcache_miss_<name>`
  uint32_t base, size;
  uint32_t active_size;  // what of it is there now (FlexRAM divides)
  uint8_t* bytes;
  bool tightly_coupled;  // no cache, no wait
  bool writable;
  bool always_cacheable;  // in the default memory map (else: only when the MPU says so)
  uint32_t cause_index;   // which CAUSE_DCACHE_MISS
  // A read begins with `setup` (serial memories) and `access`; `bridge` is latency that overlaps with the
  // next request; a line occupies the memory for `line`, and its 64-bit words follow each other by `beat`.
  int setup, access, line, beat, bridge;
  int read_ahead;  // lines that a serial memory's controller reads ahead; 0: the memory is not serial
  // Tightly coupled, but behind the flash accelerator.
  bool accelerated;
  // Where rows have to be opened and closed, and are refreshed so often (0: never). `row_bytes` 0: no rows.
  uint32_t row_bytes, bank_bytes;
  int row_open, row_close, refresh_time;
  uint64_t refresh_every;
  const char* unready;  // why it does not answer where it is not active; NULL: there is none
  uint8_t* code_lines;  // per 64 bytes: holds decoded instructions
} memory;

typedef struct {
  uint64_t instructions, icache_misses, dcache_misses, branches, mispredicts, exceptions;
  uint64_t cycles[CAUSE_COUNT];
} counters;

typedef struct {
  uint32_t index;
  counters used;
} layer;

typedef struct {
  char rule[32];
  uint32_t pc;
} warning;

typedef struct soc {
  void (*reset)(machine* m);                 // power-on or system reset; sets the core's first PC and SP
  bool (*survives_reset)(uint32_t address);  // whether a stored register keeps its value; NULL: none does
  // Registers of `address`, a word; `size` bytes of it are wanted.
  uint32_t (*read)(machine* m, uint32_t address, uint32_t size);
  void (*write)(machine* m, uint32_t address, uint32_t size, uint32_t value);
  uint32_t (*core_hz)(machine* m);
  uint32_t (*systick_reference_hz)(machine* m);  // SysTick with CLKSOURCE 0
  // Timers and the like, where the chip's model has some; NULL: none. When one will do something by itself,
  // and doing what was due.
  uint64_t (*next_event)(machine* m);
  void (*update)(machine* m);
  const char* (*describe_gap)(uint32_t address);  // what is not modelled there; NULL: nothing is there
} soc;

enum { kSentenceSize = 640 };

// Page attributes.
enum {
  ATTR_MEMORY = 0x0F,
  ATTR_DEVICE = 0x10,  // or Strongly-ordered: each store is written for itself
  ATTR_CHECK = 0x20,
  ATTR_CHECK_WRITES = 0x40,
  ATTR_CACHEABLE = 0x80,  // for instructions
  ATTR_DATA_CACHEABLE = 0x100,
  ATTR_WRITE_THROUGH = 0x200,
  ATTR_NO_ALLOCATE = 0x400,  // stores that miss leave the cache alone
  ATTR_TYPE = 0x790
};

struct machine {
  config* configuration;
  cpu* cpu;
  bool timing_on;
  soc soc;
  void* soc_state;

  memory memories[16];
  size_t memory_count;
  const char* cause_names[kMaxMemories];
  size_t cause_count;
  uint16_t* page_attributes;  // per 4 KB of the address space: memory number + 1 and flags

  // Virtual time: `busy` cycles of execution, each with a cause, and `skipped` ones, waiting for a peripheral
  // or the host.
  counters total;
  uint64_t busy, skipped;
  uint64_t next_event;

  struct core* core;
  struct timing* timing;
  struct blocks* blocks;
  struct host* host;
  struct uart* uarts[8];
  size_t uart_count;

  block* current;  // executing, not yet accounted
  bool look_for_exceptions;
  struct debugger* debugger;  // NULL: none is meant to come
  bool leave_engine;          // the debugger has something to do at the next boundary between blocks
  struct tracer* tracer;      // NULL: nothing is to be kept about the run
  bool observing;             // a debugger reads or writes: nothing else may change
  bool reset_requested;
  // Stores, device accesses and exceptions so far: while it stands still, nothing but registers changes.
  uint64_t activity;
  uint64_t line_used;     // when a byte last came or went
  uint64_t was_idle;      // when the program last waited
  bool double_precision;  // the FPU calculates with doubles
  bool dwt_has_lock, has_teensy_bootloader;
  bool breakpoints_stop;  // BKPT ends the run
  bool lenient;           // broken rules are warnings
  bool overclock;         // clocks beyond the data sheet are meant
  uint32_t line_baud;     // of the other end of the serial lines
  uint32_t mpu_regions, interrupt_lines, cpuid, systick_calibration;
  bool boot_invalidates_dcache;  // the boot ROM has done it
  // Where the main stack ends (a symbol of the ELF says so), and the end of its memory; 0: not known.
  uint32_t stack_limit, stack_top;
  const char* stack_limit_name;
  int peripheral_access;
  uint32_t fast_device;  // base of 64 KB of registers that need no bridge; 0: there are none
  int fast_device_access;
  uint32_t peripheral_cause;
  struct {
    bool set;
    uint32_t cfsr, address, blamed;
    const char* what;
  } fault;  // of the instruction that is being aborted

  layer* layers;
  size_t layer_count;
  counters interval[2];  // at the last two reads of CYCCNT
  uint64_t resets;

  warning* warnings;
  size_t warning_count;

  uint32_t blamed;  // the instruction that sentences are to name instead of the one at CPU_PC; 0: none
  bool stopped;
  char stop_reason[32];
  char stop_sentence[kSentenceSize];
};

static inline uint64_t machine_now(const machine* m) { return m->busy + m->skipped; }
static inline void machine_charge(machine* m, cause why, uint64_t cycles) {
  m->total.cycles[why] += cycles;
  m->busy += cycles;
}
// Waits until `time`: not part of any layer.
void machine_skip_to(machine* m, uint64_t time);

// The chip's FPU calculates with doubles too (FPv5-D16).
void machine_has_double_precision(machine* m);
memory* machine_add_memory(machine* m, memory description);
memory* machine_memory_at(machine* m, uint32_t address);
// A broken rule: the address is in no memory, or in one that does not answer yet.
bool machine_refuse_unmapped(machine* m, bool write, uint32_t address);
bool machine_refuse_fetch(machine* m, uint32_t address);
void* machine_pointer(machine* m, uint32_t address, uint32_t size);
uint32_t machine_load_word(machine* m, uint32_t address);
// Rebuilds the page attributes from the memories, the FlexRAM and the MPU.
void machine_update_attributes(machine* m);
// Where the main stack ends, when the image says so.
void machine_find_stack(machine* m);

// Ends the run; `format` is the sentence, without the place, which is added.
void machine_stop(machine* m, const char* reason, const char* format, ...)
    __attribute__((format(printf, 3, 4)));
// The program broke rule `rule` of the chip, which silicon may forgive: ends the run and returns true. With
// `lenient` it is said once for each place, and the run goes on: false.
bool machine_refuse(machine* m, const char* rule, const char* format, ...)
    __attribute__((format(printf, 3, 4)));
// Says something once for each place, whether or not the board is lenient.
void machine_warn(machine* m, const char* rule, const char* format, ...)
    __attribute__((format(printf, 3, 4)));
// The instruction that accesses memory or a device does not take effect: a fault, described as for
// core_fault().
void machine_abort(machine* m, uint32_t cfsr, uint32_t address, const char* what);
// The same for the block that was about to run, which must be kept from running.
void machine_raise(machine* m, uint32_t cfsr, uint32_t address, const char* what);
// "0x08001234 in function_name"
const char* machine_place(machine* m, uint32_t pc, char* buffer, size_t size);

// The processor has nothing to do until something happens: lets time pass, or waits for the host.
// `asks`: it reads a serial port's status again and again.
void machine_idle(machine* m, bool asks);
void machine_power_on(machine* m);
void machine_run(machine* m);
// Recomputes `next_event` after a timer, a UART or an interrupt changed.
void machine_schedule(machine* m);
// Something happened that may deliver an exception: look at the next block boundary.
void machine_wake(machine* m);
uint32_t machine_pc(machine* m);
// Registers of no model: remembers who used them first, keeps what was written.
uint32_t* machine_stored_register(machine* m, uint32_t address);
// All of them as after power-on.
void machine_reset_registers(machine* m);
void machine_note_unmodelled(machine* m, uint32_t address, bool write);
typedef struct {
  uint32_t address, pc;
  bool write;
} unmodelled_access;
const unmodelled_access* machine_unmodelled(machine* m, size_t* count);
