// SPDX-License-Identifier: Apache-2.0
// Memory protection unit (B3.5).
#include "core_checks.h"

static uint32_t guarded[256] __attribute__((aligned(1024)));
static uint32_t cfsr_inside, read_inside;

static void note_and_skip_16(uint32_t* frame) {
  cfsr_inside = REG(CFSR);
  REG(CFSR) = cfsr_inside;
  skip_16(frame);
}

static void read_guarded(uint32_t* frame) {
  read_inside = *(volatile uint32_t*)guarded;
  note_and_skip_16(frame);
}

enum { NO_ACCESS = 0, PRIVILEGED = 1, READ_ONLY_TO_THREADS = 2, ALL = 3, READ_ONLY = 6 };
static uint32_t attributes(uint32_t size_log2, uint32_t access) {
  return access << 24 | 1u << 19 | (size_log2 - 1) << 1 | 1;
}

static void region(uint32_t number, uint32_t base, uint32_t value) {
  REG(MPU_RNR) = number;
  REG(MPU_RBAR) = base;
  REG(MPU_RASR) = value;
}

static uint32_t faults_of_load(uint32_t address) {
  uint32_t value = 0, before = visits;
  __asm__ volatile("ldr %0, [%1]" : "+l"(value) : "l"(address) : "memory");
  return visits - before;
}

static uint32_t faults_of_store(uint32_t address) {
  uint32_t before = visits;
  __asm__ volatile("str %0, [%1]" ::"l"(before), "l"(address) : "memory");
  return visits - before;
}

static void to_privileged(uint32_t* frame) {
  (void)frame;
  WRITE_SPECIAL("control", READ_SPECIAL("control") & ~1u);
}

static void regions(void) {
  uint32_t at = (uint32_t)guarded;
  start_over();
  REG(SHCSR) = 7u << 16;
  handlers[MEM_MANAGE] = note_and_skip_16;
  handlers[SVCALL] = to_privileged;
  region(0, at, attributes(5, NO_ACCESS));
  region(1, at + 256, attributes(8, READ_ONLY) | 0x02u << 8);  // its second eighth does not belong to it
  region(2, at + 512, attributes(8, READ_ONLY_TO_THREADS));
  region(3, at + 512, attributes(5, PRIVILEGED));  // on top of 2
  REG(MPU_CTRL) = 5;
  BARRIER();
  check("MPU_RBAR reads base and number", REG(MPU_RBAR), (at + 512) | 3);
  check("a region without access", faults_of_load(at), 1);
  check("DACCVIOL and MMARVALID", cfsr_inside, 0x82);
  check("MMFAR", REG(MMFAR), at);
  check("its last word", faults_of_store(at + 28), 1);
  check("and the first behind it", faults_of_store(at + 32), 0);
  check("a read-only region reads", faults_of_load(at + 256), 0);
  check("and does not write", faults_of_store(at + 256), 1);
  check("a disabled sub-region is the background's", faults_of_store(at + 256 + 32), 0);
  check("the sub-region behind it is not", faults_of_store(at + 256 + 64), 1);
  check("privileged code writes where threads read", faults_of_store(at + 512 + 64), 0);
}

static void threads(void) {
  uint32_t at = (uint32_t)guarded, code = (uint32_t)&threads & 0xE0000000, read, write, above;
  // A thread without privilege needs its code and its stack.
#ifdef DISCO_F746NG
  code = 0x08000000;
#endif
  region(4, code, attributes(20, READ_ONLY) | 3u << 16);
  region(5, 0x20000000, attributes(16, ALL));
  // Higher numbers win: those of guarded[] again, above.
  region(6, at + 512, attributes(8, READ_ONLY_TO_THREADS));
  region(7, at + 512, attributes(5, PRIVILEGED));
  BARRIER();
  WRITE_SPECIAL("control", READ_SPECIAL("control") | 1);
  read = faults_of_load(at + 512 + 64);
  write = faults_of_store(at + 512 + 64);
  above = faults_of_load(at + 512);
  __asm__ volatile("svc #9" ::: "memory");
  check("a thread reads where it may", read, 0);
  check("and does not write there", write, 1);
  check("of two regions the higher number counts", above, 1);
}

static void in_hard_fault(void) {
  handlers[HARD_FAULT] = read_guarded;
  region(6, (uint32_t)guarded, attributes(5, NO_ACCESS));
  REG(SHCSR) = 0;
  BARRIER();
  guarded[16] = 0;
  uint32_t before = visits;
  __asm__ volatile("udf #3");
  check("without HFNMIENA a HardFault handler reads anything", visits - before, 1);
  REG(MPU_CTRL) = 0;
  BARRIER();
  check("and off it guards nothing", faults_of_load((uint32_t)guarded), 0);
  for (uint32_t i = 0; i < 8; i++) region(i, 0, 0);
}

static void execute_never(void) {
  static uint32_t code[8] __attribute__((aligned(32)));
  start_over();
  REG(SHCSR) = 7u << 16;
  code[0] = 0x47704770;  // bx lr, twice
  BARRIER();
  REG(0xE000EF50) = 0;
  BARRIER();
  ((void (*)(void))((uint32_t)code | 1))();
  check("code in RAM runs", visits, 0);
  handlers[MEM_MANAGE] = go_to_lr;
  region(0, (uint32_t)code, attributes(5, ALL) | 1u << 28);
  REG(MPU_CTRL) = 5;
  BARRIER();
  ((void (*)(void))((uint32_t)code | 1))();
  check("but not behind XN", visits ? seen[0].number : 0, MEM_MANAGE);
  check("IACCVIOL", REG(CFSR), 1);
  check("with the address that was branched to", seen[0].stacked[6], (uint32_t)code);
  REG(CFSR) = 1;
  REG(MPU_CTRL) = 0;
  BARRIER();
  visits = 0;
  ((void (*)(void))((uint32_t)code | 1))();
  check("and again without the MPU", visits, 0);
  ((void (*)(void))0x40000001u)();
  check("peripherals are never executed", visits ? seen[0].number : 0, MEM_MANAGE);
  check("without an MPU either", REG(CFSR), 1);
}

void check_protection(void) {
  regions();
  threads();
  in_hard_fault();
  execute_never();
}
