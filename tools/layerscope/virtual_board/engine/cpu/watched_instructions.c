// SPDX-License-Identifier: GPL-2.0-only
// Single instructions that Unicorn 2.1.4 does otherwise than the architecture, or says nothing of: they are
// found when their block is prepared, and a hook of their own stands before each, for some another behind it.
#include <string.h>

#include "cpu/lazy_state.h"
#include "cpu/unicorn_core.h"

enum { kRoundingMode = 3 << 22 };

// False where it is watched already, or nothing more can be.
static bool add_place(cpu* c, watched_places* places, uint32_t pc) {
  for (size_t i = 0; i < places->count; i++)
    if (places->pc[i] == pc) return false;
  if (places->count == kWatchedMax) return false;
  places->pc[places->count++] = pc;
  c->translate_again = true;
  return true;
}

typedef void (*visit)(uc_engine* uc, uint64_t address, uint32_t size, void* data);

static void watch(cpu* c, watched_places* places, uint32_t pc, visit before, visit after) {
  if (!add_place(c, places, pc)) return;
  // What an IT block passes over is not visited: the next one that is may be four instructions on.
  if (after != NULL) cpu_add_hook(c, UC_HOOK_CODE, (void*)after, pc + 4, pc + 16);
  cpu_add_hook(c, UC_HOOK_CODE, (void*)before, pc, pc);
}

// Reads the instruction; false where the program has overwritten it since, or the run ends here.
static bool is_still(cpu* c, uint64_t address, bool (*is_one)(const uint8_t* code), uint8_t code[4]) {
  if (c->aborted || c->stop_requested) return false;
  return uc_mem_read(c->uc, address, code, 4) == UC_ERR_OK && is_one(code);
}

// VCVT.F32.{S,U}{16,32} Sd, Sd, #fraction
static bool is_fixed_conversion(const uint8_t* code) {
  uint16_t words[2];
  memcpy(words, code, 4);
  return (words[0] & 0xFFBE) == 0xEEBA && (words[1] & 0x0F50) == 0x0A40;
}

static void restore_rounding(cpu* c) {
  if (!c->put_aside || c->aborted) return;
  cpu_set(c, CPU_FPSCR, cpu_get(c, CPU_FPSCR) | c->put_aside);
  c->put_aside = 0;
}

// It rounds as FPSCR says, where the architecture rounds to nearest (ARMv7-M ARM, VCVT).
static void before_fixed_conversion(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  uint8_t code[4];
  (void)uc, (void)size;
  lazy_state_forget();
  restore_rounding(c);
  uint32_t fpscr = cpu_get(c, CPU_FPSCR);
  if (!(fpscr & kRoundingMode) || !is_still(c, address, is_fixed_conversion, code)) return;
  c->put_aside = fpscr & kRoundingMode;
  c->put_aside_at = (uint32_t)address;
  cpu_set(c, CPU_FPSCR, fpscr & ~(uint32_t)kRoundingMode);
}

static void after_fixed_conversion(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  (void)uc, (void)size;
  lazy_state_forget();
  if (address != c->put_aside_at) restore_rounding(c);
}

// MRS Rd, CONTROL
static bool is_control_read(const uint8_t* code) {
  uint16_t words[2];
  memcpy(words, code, 4);
  return words[0] == 0xF3EF && (words[1] & 0xF0FF) == 0x8014;
}

// Unicorn shows SFPA of ARMv8-M, which this core does not have.
static void correct_control(cpu* c) {
  enum { kArmv7Bits = 7 };
  if (!c->control_read || c->aborted) return;
  cpu_register r = (cpu_register)(c->control_read - 1);
  c->control_read = 0;
  cpu_set(c, r, cpu_get(c, r) & kArmv7Bits);
}

static void before_control_read(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  uint8_t code[4];
  (void)uc, (void)size;
  lazy_state_forget();
  if (is_still(c, address, is_control_read, code)) c->control_read = 1u + (code[3] & 15);
}

static void after_control_read(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  (void)uc, (void)address, (void)size;
  lazy_state_forget();
  correct_control(data);
}

// PLD of an immediate, a literal or a register offset
static bool is_preload(const uint8_t* code) {
  uint16_t words[2];
  memcpy(words, code, 4);
  return (words[0] & 0xFF70) == 0xF810 && words[1] >> 12 == 15;
}

static void before_preload(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  uint8_t code[4];
  (void)uc, (void)size;
  lazy_state_forget();
  if (is_still(c, address, is_preload, code)) c->hooks.preload(c->hooks.context, (uint32_t)address);
}

static void on_watched(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  (void)uc, (void)size;
  lazy_state_forget();
  if (!c->aborted && !c->stop_requested) c->hooks.watched(c->hooks.context, (uint32_t)address);
}

bool cpu_watch(cpu* c, uint32_t pc) {
  if (!add_place(c, &c->others, pc)) return true;
  cpu_add_hook(c, UC_HOOK_CODE, (void*)on_watched, pc, pc);
  return false;
}

bool cpu_prepare_block(cpu* c, uint32_t pc, uint32_t size, const uint8_t* code) {
  for (uint32_t at = 0; at + 4 <= size;) {
    if (is_fixed_conversion(code + at))
      watch(c, &c->fixed_conversions, pc + at, before_fixed_conversion, after_fixed_conversion);
    if (is_control_read(code + at))
      watch(c, &c->control_reads, pc + at, before_control_read, after_control_read);
    if (is_preload(code + at) && c->hooks.preload != NULL)
      watch(c, &c->preloads, pc + at, before_preload, NULL);
    at += code[at + 1] >> 3 >= 29 ? 4 : 2;
  }
  return !c->translate_again;
}

void watched_instructions_settle(cpu* c) {
  restore_rounding(c);
  correct_control(c);
}
