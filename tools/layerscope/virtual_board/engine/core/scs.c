// SPDX-License-Identifier: GPL-2.0-only
// System control space: SCB registers (ARMv7-M ARM, B3.2), and who answers for the rest of the private
// peripheral bus.
#include <stdlib.h>
#include <string.h>

#include "core/core.h"
#include "debug/debugger.h"
#include "timing/timing.h"

enum {
  ICTR = 0xE000E004,
  ACTLR = 0xE000E008,
  SYST = 0xE000E010,
  CPUID = 0xE000ED00,
  ICSR = 0xE000ED04,
  VTOR = 0xE000ED08,
  AIRCR = 0xE000ED0C,
  SCR = 0xE000ED10,
  CCR = 0xE000ED14,
  SHPR1 = 0xE000ED18,
  SHCSR = 0xE000ED24,
  CFSR = 0xE000ED28,
  HFSR = 0xE000ED2C,
  DFSR = 0xE000ED30,
  MMFAR = 0xE000ED34,
  BFAR = 0xE000ED38,
  AFSR = 0xE000ED3C,
  ID_PFR0 = 0xE000ED40,
  CLIDR = 0xE000ED78,
  CTR = 0xE000ED7C,
  CCSIDR = 0xE000ED80,
  CSSELR = 0xE000ED84,
  CPACR = 0xE000ED88,
  MPU = 0xE000ED90,
  MPU_END = 0xE000EDC0,
  DHCSR = 0xE000EDF0,
  DEMCR = 0xE000EDFC,
  STIR = 0xE000EF00,
  FPCCR = 0xE000EF34,
  FPCAR = 0xE000EF38,
  FPDSCR = 0xE000EF3C,
  MVFR0 = 0xE000EF40,
  MVFR1 = 0xE000EF44,
  MVFR2 = 0xE000EF48,
  CACHES = 0xE000EF50,
  CACHES_END = 0xE000EF7C,
  CACR = 0xE000EF9C,
};
static const uint32_t kItm = 0xE0000000, kDwt = 0xE0001000;
static const uint32_t kKeptAircr = 0x700;  // PRIGROUP

core* core_new(void) {
  core* c = calloc(1, sizeof *c);
  if (c == NULL) abort();
  return c;
}

void core_reset(machine* m, uint32_t vtor) {
  core* c = m->core;
  bool lines[kExceptions];
  uint32_t epoch = c->mpu.epoch;
  memcpy(lines, c->line, sizeof lines);
  memset(c, 0, sizeof *c);
  c->mpu.epoch = epoch + 1;
  c->vtor = vtor;
  c->ccr = CCR_BP | CCR_STKALIGN;
  c->fpccr = FPCCR_ASPEN | FPCCR_LSPEN;
  c->dwt.locked = m->dwt_has_lock;
  c->systick.next = UINT64_MAX;
  static const uint8_t always[] = {EXC_NMI, EXC_HARD_FAULT, EXC_SVC, EXC_DEBUG, EXC_PENDSV, EXC_SYSTICK};
  for (size_t i = 0; i < sizeof always; i++) c->enabled[always[i]] = true;
  static const cpu_register cleared[] = {CPU_PRIMASK, CPU_BASEPRI, CPU_FAULTMASK, CPU_FPSCR};
  cpu_set_mode(m->cpu, 1u << 24, 0);
  for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++) cpu_set(m->cpu, cleared[i], 0);
  timing_reset(m->timing);
  machine_update_attributes(m);
}

static uint32_t icsr(machine* m) {
  const core* c = m->core;
  int priority;
  unsigned next = core_most_urgent(c, &priority);
  bool interrupt = false, base = true;  // is the one that runs the only active one?
  for (unsigned e = EXC_RESET; e < kExceptions; e++) {
    interrupt |= e >= EXC_FIRST_INTERRUPT && c->pending[e];
    base &= !c->active[e] || e == c->ipsr;
  }
  return c->ipsr | (uint32_t)base << 11 | next << 12 | (uint32_t)interrupt << 22 |
         (uint32_t)c->pending[EXC_SYSTICK] << 26 | (uint32_t)c->pending[EXC_PENDSV] << 28 |
         (uint32_t)c->pending[EXC_NMI] << 31;
}

static const struct {
  uint8_t exception, active, pending, enabled;  // bits of SHCSR; 0xFF: none
} kSystemHandlers[] = {{EXC_MEM_MANAGE, 0, 13, 16},  {EXC_BUS_FAULT, 1, 14, 17}, {EXC_USAGE_FAULT, 3, 12, 18},
                       {EXC_SVC, 7, 15, 0xFF},       {EXC_DEBUG, 8, 0xFF, 0xFF}, {EXC_PENDSV, 10, 0xFF, 0xFF},
                       {EXC_SYSTICK, 11, 0xFF, 0xFF}};
enum { kSystemHandlerCount = sizeof kSystemHandlers / sizeof *kSystemHandlers };

static uint32_t shcsr(const core* c) {
  uint32_t value = 0;
  for (size_t i = 0; i < kSystemHandlerCount; i++) {
    unsigned e = kSystemHandlers[i].exception;
    value |= (uint32_t)c->active[e] << kSystemHandlers[i].active;
    if (kSystemHandlers[i].pending != 0xFF) value |= (uint32_t)c->pending[e] << kSystemHandlers[i].pending;
    if (kSystemHandlers[i].enabled != 0xFF) value |= (uint32_t)c->enabled[e] << kSystemHandlers[i].enabled;
  }
  return value;
}

static void write_shcsr(machine* m, uint32_t value) {
  core* c = m->core;
  for (size_t i = 0; i < kSystemHandlerCount; i++) {
    unsigned e = kSystemHandlers[i].exception;
    core_set_active(c, e, value >> kSystemHandlers[i].active & 1);
    if (kSystemHandlers[i].pending != 0xFF) c->pending[e] = value >> kSystemHandlers[i].pending & 1;
    if (kSystemHandlers[i].enabled != 0xFF) c->enabled[e] = value >> kSystemHandlers[i].enabled & 1;
  }
  core_count_pending(m);
}

// ID_PFR0 to ID_ISAR4 (Cortex-M7 TRM, 3.3.1).
static const uint32_t kFeatures[] = {0x00000030, 0x00000200, 0x00100000, 0,          0x00100030,
                                     0,          0x01000000, 0,          0x01101110, 0x02112000,
                                     0x20232231, 0x01111131, 0x01310132};

// NULL: the register is computed, or there is none.
static uint32_t* plain_register(core* c, uint32_t address) {
  switch (address) {
    case VTOR:
      return &c->vtor;
    case SCR:
      return &c->scr;
    case CCR:
      return &c->ccr;
    case CFSR:
      return &c->cfsr;
    case HFSR:
      return &c->hfsr;
    case DFSR:
      return &c->dfsr;
    case MMFAR:
      return &c->mmfar;
    case BFAR:
      return &c->bfar;
    case CSSELR:
      return &c->csselr;
    case CPACR:
      return &c->cpacr;
    case DEMCR:
      return &c->demcr;
    case FPCCR:
      return &c->fpccr;
    case FPCAR:
      return &c->fpcar;
    case FPDSCR:
      return &c->fpdscr;
    default:
      return NULL;
  }
}

static uint32_t read_scb(machine* m, uint32_t address) {
  core* c = m->core;
  const uint32_t* plain = plain_register(c, address);
  if (plain != NULL) return *plain;
  if (address >= SHPR1 && address < SHCSR) {
    uint32_t value;
    memcpy(&value, &c->priority[4 + (address - SHPR1)], 4);
    return value;
  }
  if (address >= ID_PFR0 && address < ID_PFR0 + sizeof kFeatures) return kFeatures[(address - ID_PFR0) / 4];
  switch (address) {
    case ICTR:
      return (m->interrupt_lines - 1) / 32;
    case CPUID:
      return m->cpuid;
    case ICSR:
      return icsr(m);
    case AIRCR:
      return 0xFA050000 | c->aircr;
    case SHCSR:
      return shcsr(c);
    case CLIDR:
      return 0x09000003;  // separate L1 caches
    case CTR:
      return 0x8303C003;  // 32-byte lines
    case CCSIDR:
      return cache_size_id(m);
    case MVFR0:
      return m->double_precision ? 0x10110221 : 0x10110021;
    case MVFR1:
      return m->double_precision ? 0x12000011 : 0x11000011;
    case DHCSR:
      return debugger_attached(m);  // C_DEBUGEN: a program may look before it executes BKPT
    case MVFR2:
      return 0x00000040;
    case CACR:
      return c->cacr | CACR_ECCDIS;  // there is no ECC
    case ACTLR:
    case AFSR:
      return *machine_stored_register(m, address);
    default:
      machine_note_unmodelled(m, address, false);
      return *machine_stored_register(m, address);
  }
}

static uint32_t read_word(machine* m, uint32_t address) {
  if ((address & 0xFFFFF000) == kDwt) return dwt_read(m, address);
  // A stimulus port takes whatever comes: its FIFO is never full.
  if ((address & 0xFFFFF000) == kItm) return address - kItm < 0x80 ? 1 : *machine_stored_register(m, address);
  if (address >= SYST && address < SYST + 16) return systick_read(m, address);
  if (address >= MPU && address < MPU_END) return mpu_read(m, address);
  if (nvic_covers(address)) return nvic_read(m, address);
  return read_scb(m, address);
}

// Threads without privilege reach nothing here but STIR, where CCR allows that (B3.1.1).
static bool allowed(machine* m, uint32_t address, bool write) {
  if (m->observing || core_privileged(m) || (write && address == STIR && (m->core->ccr & CCR_USERSETMPEND)))
    return true;
  machine_abort(m, CFSR_PRECISERR | CFSR_BFARVALID, address,
                "an access to a system register from a thread without privilege");
  return false;
}

uint32_t core_read(machine* m, uint32_t address, uint32_t size) {
  (void)size;
  if (!allowed(m, address, false)) return 0;
  return read_word(m, address & ~3u) >> (8 * (address & 3));
}

static void write_ccr(machine* m, uint32_t value) {
  timing* t = m->timing;
  cache_check_enable(m, value);
  m->core->ccr = (value & 0x0007031B) | CCR_STKALIGN | CCR_BP;
  t->icache_on = value & CCR_IC;
  t->dcache_on = value & CCR_DC;
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
  if (value >> 16 != 0x05FA) {
    machine_refuse(m, "reserved",
                   "a write of 0x%08x to AIRCR without its key 0x05FA in the upper half: it has no effect",
                   value);
    return;
  }
  m->core->aircr = value & kKeptAircr;
  machine_wake(m);
  if (value >> 2 & 1) {
    m->reset_requested = true;
    cpu_request_stop(m->cpu);
  }
}

static void write_scb(machine* m, uint32_t address, uint32_t value) {
  core* c = m->core;
  core_check_reserved(m, address, read_scb(m, address), value);
  switch (address) {
    case ICSR:
      write_icsr(m, value);
      break;
    case VTOR:
      core_check_vector_table(m, value);
      c->vtor = value & ~0x7Fu;
      break;
    case AIRCR:
      write_aircr(m, value);
      break;
    case SCR:
      c->scr = value & 0x16;
      break;
    case CCR:
      write_ccr(m, value);
      break;
    case SHCSR:
      write_shcsr(m, value);
      break;
    case CFSR:
    case HFSR:
    case DFSR:
      *plain_register(c, address) &= ~value;  // ones clear
      break;
    case CSSELR:
      c->csselr = value & 1;
      break;
    case CPACR:
      c->cpacr = value & 0x00F00000;
      c->fp_ready = false;
      break;
    case CACR:
      mpu_cacr_write(m, value);
      break;
    case STIR:
      nvic_trigger(m, value & 0x1FF);
      break;
    case FPCCR:
      c->fpccr = value & (FPCCR_ASPEN | FPCCR_LSPEN | 0x17B);
      c->fp_ready = false;
      break;
    case FPCAR:
      c->fpcar = value & ~7u;
      break;
    case FPDSCR:
      c->fpdscr = value & 0x07C00000;
      c->fp_ready = false;
      break;
    case DEMCR:
    case MMFAR:
    case BFAR:
      *plain_register(c, address) = value;
      break;
    case ACTLR:
    case AFSR:
      *machine_stored_register(m, address) = value;
      break;
    default:
      machine_note_unmodelled(m, address, true);
      *machine_stored_register(m, address) = value;
      break;
  }
}

static void write_word(machine* m, uint32_t address, uint32_t value) {
  if ((address & 0xFFFFF000) == kDwt)
    dwt_write(m, address, value);
  else if ((address & 0xFFFFF000) == kItm)
    *machine_stored_register(m, address) = value;
  else if (address >= SYST && address < SYST + 16)
    core_check_reserved(m, address, read_word(m, address) & ~(1u << 16), value),
        systick_write(m, address, value);
  else if (address >= MPU && address < MPU_END)
    core_check_reserved(m, address, mpu_read(m, address), value), mpu_write(m, address, value);
  else if (nvic_covers(address))
    nvic_write(m, address, value);
  else if (address >= CACHES && address < CACHES_END)
    cache_maintenance(m, address, value);
  else
    write_scb(m, address, value);
}

static void write_handler_priorities(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  for (uint32_t i = 0; i < size; i++)
    m->core->priority[4 + (address - SHPR1) + i] = (uint8_t)(value >> (8 * i)) & kPriorityMask;
  machine_wake(m);
}

void core_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  if (!allowed(m, address, true)) return;
  if (address >= 0xE000E400 && address < 0xE000E4F0) {
    nvic_write_priorities(m, address, size, value);
  } else if (address >= SHPR1 && address < SHCSR) {
    write_handler_priorities(m, address, size, value);
  } else {
    uint32_t word = address & ~3u;
    if (size < 4) {
      uint32_t shift = 8 * (address & 3), mask = (size == 1 ? 0xFFu : 0xFFFFu) << shift;
      // Where ones clear, each byte does so on its own; elsewhere the rest keeps its value.
      bool clears = word >= CFSR && word <= DFSR;
      value = ((clears ? 0 : read_word(m, word)) & ~mask) | (value << shift & mask);
    }
    write_word(m, word, value);
  }
}
