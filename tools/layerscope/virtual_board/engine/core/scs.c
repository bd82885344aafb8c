// SPDX-License-Identifier: GPL-2.0-only
// System control space: NVIC and SCB registers (ARMv7-M ARM, B3.2 and B3.4; cache maintenance, B2.2.7).
#include <stdlib.h>
#include <string.h>

#include "core/core.h"
#include "debug/debugger.h"
#include "timing/timing.h"

core* core_new(void) {
  core* c = calloc(1, sizeof *c);
  if (c == NULL) abort();
  return c;
}

void core_reset(machine* m, uint32_t vtor) {
  core* c = m->core;
  bool lines[kExceptions];
  memcpy(lines, c->line, sizeof lines);
  memset(c, 0, sizeof *c);
  c->vtor = vtor;
  c->ccr = 0x00040200;  // branch prediction on (reads as one), 8-byte stack alignment
  c->fpccr = 0xC0000000;
  c->dwt.locked = m->dwt_has_lock;
  static const uint8_t always[] = {EXC_NMI, EXC_HARD_FAULT, EXC_SVC, EXC_DEBUG, EXC_PENDSV, EXC_SYSTICK};
  for (size_t i = 0; i < sizeof always; i++) c->enabled[always[i]] = true;
  static const cpu_register cleared[] = {CPU_PRIMASK, CPU_BASEPRI, CPU_FAULTMASK, CPU_CONTROL, CPU_FPSCR};
  cpu_set(m->cpu, CPU_XPSR, 1u << 24);
  for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++) cpu_set(m->cpu, cleared[i], 0);
  timing_reset(m->timing);
  machine_update_attributes(m);
}

static uint32_t read_bits(const bool* flags, uint32_t word) {
  uint32_t value = 0;
  for (unsigned i = 0; i < 32 && word * 32 + i < kInterrupts; i++)
    value |= (uint32_t)flags[EXC_FIRST_INTERRUPT + word * 32 + i] << i;
  return value;
}

static void write_bits(machine* m, bool* flags, uint32_t word, uint32_t value, bool set) {
  core* c = m->core;
  for (unsigned i = 0; i < 32 && word * 32 + i < kInterrupts; i++)
    if (value >> i & 1) flags[EXC_FIRST_INTERRUPT + word * 32 + i] = set;
  // A level that is still there pends again at once.
  if (!set && flags == c->pending)
    for (unsigned i = 0; i < kInterrupts; i++)
      if (c->line[EXC_FIRST_INTERRUPT + i]) c->pending[EXC_FIRST_INTERRUPT + i] = true;
  core_set_pending(m, 0, false);  // recounts
}

static uint32_t cache_size_id(const core* c, const timing* t) {
  const cache* which = c->csselr & 1 ? &t->icache : &t->dcache;
  return 0xF0000000u | (which->sets - 1) << 13 | (which->ways - 1) << 3 | 1;  // 8 words a line
}

static uint32_t icsr(machine* m) {
  const core* c = m->core;
  uint32_t pending = 0;
  for (unsigned e = EXC_NMI; e < kExceptions && pending == 0; e++)
    if (c->pending[e] && c->enabled[e]) pending = e;
  return core_active_exception(c) | pending << 12 | (uint32_t)(c->active_count <= 1) << 11 |
         (uint32_t)c->pending[EXC_SYSTICK] << 26 | (uint32_t)c->pending[EXC_PENDSV] << 28;
}

static uint32_t shcsr(const core* c) {
  uint32_t value = (uint32_t)c->enabled[EXC_MEM_MANAGE] << 16 | (uint32_t)c->enabled[EXC_BUS_FAULT] << 17 |
                   (uint32_t)c->enabled[EXC_USAGE_FAULT] << 18;
  static const struct {
    uint8_t exception, bit;
  } active[] = {{EXC_MEM_MANAGE, 0}, {EXC_BUS_FAULT, 1}, {EXC_USAGE_FAULT, 3},
                {EXC_SVC, 7},        {EXC_PENDSV, 10},   {EXC_SYSTICK, 11}};
  for (unsigned i = 0; i < c->active_count; i++)
    for (size_t k = 0; k < sizeof active / sizeof *active; k++)
      if (c->active[i] == active[k].exception) value |= 1u << active[k].bit;
  return value;
}

static uint32_t read_word(machine* m, uint32_t address) {
  core* c = m->core;
  if (address >= 0xE000E100 && address < 0xE000E200) return read_bits(c->enabled, (address & 0x7F) / 4);
  if (address >= 0xE000E200 && address < 0xE000E300) return read_bits(c->pending, (address & 0x7F) / 4);
  if (address >= 0xE000E300 && address < 0xE000E320) {
    uint32_t value = 0;
    for (unsigned i = 0; i < c->active_count; i++)
      if (c->active[i] >= EXC_FIRST_INTERRUPT && (c->active[i] - 16u) / 32 == (address & 0x1F) / 4)
        value |= 1u << ((c->active[i] - 16u) & 31);
    return value;
  }
  if (address >= 0xE000E400 && address < 0xE000E4F0) {
    uint32_t value;
    memcpy(&value, &c->priority[EXC_FIRST_INTERRUPT + (address - 0xE000E400)], 4);
    return value;
  }
  if (address >= 0xE000ED18 && address < 0xE000ED24) {
    uint32_t value;
    memcpy(&value, &c->priority[4 + (address - 0xE000ED18)], 4);
    return value;
  }
  switch (address) {
    case 0xE000E004:
      return 7;  // ICTR
    case 0xE000ED00:
      return 0x411FC271;  // CPUID: Cortex-M7 r1p1
    case 0xE000ED04:
      return icsr(m);
    case 0xE000ED08:
      return c->vtor;
    case 0xE000ED0C:
      return 0xFA050000 | (c->aircr & 0x700);
    case 0xE000ED10:
      return c->scr;
    case 0xE000ED14:
      return c->ccr;
    case 0xE000ED24:
      return shcsr(c);
    case 0xE000ED28:
      return c->cfsr;
    case 0xE000ED2C:
      return c->hfsr;
    case 0xE000ED34:
      return c->mmfar;
    case 0xE000ED38:
      return c->bfar;
    case 0xE000ED78:
      return 0x09000003;  // CLIDR: separate L1 caches
    case 0xE000ED7C:
      return 0x8303C003;  // CTR: 32-byte lines
    case 0xE000ED80:
      return cache_size_id(c, m->timing);
    case 0xE000ED84:
      return c->csselr;
    case 0xE000ED88:
      return c->cpacr;
    case 0xE000EDF0:
      return debugger_attached(m);  // DHCSR.C_DEBUGEN: a program may look before it executes BKPT
    case 0xE000EDFC:
      return c->demcr;
    case 0xE000EF34:
      return c->fpccr;
    case 0xE000EF38:
      return c->fpcar;
    case 0xE000EF3C:
      return c->fpdscr;
    case 0xE000EF40:
      return m->double_precision ? 0x10110221 : 0x10110021;  // MVFR0
    case 0xE000EF44:
      return m->double_precision ? 0x12000011 : 0x11000011;
    case 0xE000EF48:
      return 0x00000040;
    default:
      return *machine_stored_register(m, address);
  }
}

uint32_t core_read(machine* m, uint32_t address, uint32_t size) {
  uint32_t word = address & ~3u;
  (void)size;
  uint32_t value;
  if ((word & 0xFFFFF000) == 0xE0001000)
    value = dwt_read(m, word);
  else if (word >= 0xE000E010 && word < 0xE000E020)
    value = systick_read(m, word);
  else if (word >= 0xE000ED90 && word < 0xE000EDC0)
    value = mpu_read(m, word);
  else
    value = read_word(m, word);
  return value >> (8 * (address & 3));
}

static void write_ccr(machine* m, uint32_t value) {
  timing* t = m->timing;
  m->core->ccr = value | 0x200;
  t->icache_on = value >> 17 & 1;
  t->dcache_on = value >> 16 & 1;
  timing_flush(t);
}

static void write_icsr(machine* m, uint32_t value) {
  if (value >> 28 & 1) core_set_pending(m, EXC_PENDSV, true);
  if (value >> 27 & 1) core_set_pending(m, EXC_PENDSV, false);
  if (value >> 26 & 1) core_set_pending(m, EXC_SYSTICK, true);
  if (value >> 25 & 1) core_set_pending(m, EXC_SYSTICK, false);
  if (value >> 31 & 1) core_set_pending(m, EXC_NMI, true);
}

static void write_aircr(machine* m, uint32_t value) {
  if (value >> 16 != 0x05FA) return;  // without the key nothing happens
  m->core->aircr = value & 0x700;
  if (value >> 2 & 1) {
    m->reset_requested = true;
    cpu_request_stop(m->cpu);
  }
}

static void cache_maintenance(machine* m, uint32_t address, uint32_t value) {
  timing* t = m->timing;
  uint32_t line = value >> kCacheLineShift;
  // Set and way sit where CCSIDR's geometry puts them (B2.2.7).
  uint32_t way_shift = 32 - (uint32_t)__builtin_ctz(t->dcache.ways), set = (value & ~(~0u << way_shift)) >> 5,
           way = value >> way_shift;
  switch (address) {
    case 0xE000EF50:
      cache_invalidate_all(&t->icache);
      break;  // ICIALLU
    case 0xE000EF58:
      cache_invalidate_line(&t->icache, line);
      break;  // ICIMVAU
    case 0xE000EF5C:
      cache_invalidate_line(&t->dcache, line);
      break;  // DCIMVAC
    case 0xE000EF60:
    case 0xE000EF74:
      cache_invalidate_set_way(&t->dcache, set, way);
      break;  // DCISW, DCCISW
    case 0xE000EF64:
    case 0xE000EF68:
      cache_clean_line(&t->dcache, line);
      break;  // DCCMVAU, DCCMVAC
    case 0xE000EF70:
      cache_invalidate_line(&t->dcache, line);
      break;  // DCCIMVAC
    case 0xE000EF78:
      predictor_forget(&t->predictor);
      break;  // BPIALL
    default:
      break;
  }
  fetch_flush(&t->fetch);
}

static void write_word(machine* m, uint32_t address, uint32_t value) {
  core* c = m->core;
  if (address >= 0xE000E100 && address < 0xE000E180)
    return write_bits(m, c->enabled, (address & 0x7F) / 4, value, true);
  if (address >= 0xE000E180 && address < 0xE000E200)
    return write_bits(m, c->enabled, (address & 0x7F) / 4, value, false);
  if (address >= 0xE000E200 && address < 0xE000E280)
    return write_bits(m, c->pending, (address & 0x7F) / 4, value, true);
  if (address >= 0xE000E280 && address < 0xE000E300)
    return write_bits(m, c->pending, (address & 0x7F) / 4, value, false);
  if (address >= 0xE000EF50 && address < 0xE000EF7C) return cache_maintenance(m, address, value);
  switch (address) {
    case 0xE000ED04:
      write_icsr(m, value);
      break;
    case 0xE000ED08:
      c->vtor = value & ~0x7Fu;
      break;
    case 0xE000ED0C:
      write_aircr(m, value);
      break;
    case 0xE000ED10:
      c->scr = value;
      break;
    case 0xE000ED14:
      write_ccr(m, value);
      break;
    case 0xE000ED24:
      c->enabled[EXC_MEM_MANAGE] = value >> 16 & 1;
      c->enabled[EXC_BUS_FAULT] = value >> 17 & 1;
      c->enabled[EXC_USAGE_FAULT] = value >> 18 & 1;
      break;
    case 0xE000ED28:
      c->cfsr &= ~value;
      break;
    case 0xE000ED2C:
      c->hfsr &= ~value;
      break;
    case 0xE000ED34:
      c->mmfar = value;
      break;
    case 0xE000ED38:
      c->bfar = value;
      break;
    case 0xE000ED84:
      c->csselr = value & 1;
      break;
    case 0xE000ED88:
      c->cpacr = value & 0x00F00000;
      break;
    case 0xE000EDFC:
      c->demcr = value;
      break;
    case 0xE000EF00:
      core_set_pending(m, EXC_FIRST_INTERRUPT + (value & 0xFF), true);
      break;  // STIR
    case 0xE000EF34:
      c->fpccr = value;
      break;
    case 0xE000EF38:
      c->fpcar = value;
      break;
    case 0xE000EF3C:
      c->fpdscr = value;
      break;
    default:
      *machine_stored_register(m, address) = value;
      break;
  }
}

static void write_priorities(core* c, unsigned first, uint32_t size, uint32_t value) {
  for (uint32_t i = 0; i < size; i++)
    c->priority[first + i] = (uint8_t)(value >> (8 * i)) & 0xF0;  // 4 bits on both chips
}

void core_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  core* c = m->core;
  if (address >= 0xE000E400 && address < 0xE000E4F0) {
    write_priorities(c, EXC_FIRST_INTERRUPT + (address - 0xE000E400), size, value);
  } else if (address >= 0xE000ED18 && address < 0xE000ED24) {
    write_priorities(c, 4 + (address - 0xE000ED18), size, value);
  } else {
    uint32_t word = address & ~3u;
    if (size < 4) {
      uint32_t shift = 8 * (address & 3), mask = (size == 1 ? 0xFFu : 0xFFFFu) << shift;
      // CFSR's bytes are write-one-to-clear on their own; elsewhere the rest keeps its value.
      uint32_t rest = word == 0xE000ED28 ? 0 : core_read(m, word, 4);
      value = (rest & ~mask) | (value << shift & mask);
    }
    if ((word & 0xFFFFF000) == 0xE0001000)
      dwt_write(m, word, value);
    else if (word >= 0xE000E010 && word < 0xE000E020)
      systick_write(m, word, value);
    else if (word >= 0xE000ED90 && word < 0xE000EDC0)
      mpu_write(m, word, value);
    else
      write_word(m, word, value);
  }
}
