// SPDX-License-Identifier: GPL-2.0-only
// Bits of the core's status and control registers (ARMv7-M ARM, B3.2).
#pragma once

// CFSR: MMFSR, BFSR, UFSR (B3.2.15).
enum {
  CFSR_IACCVIOL = 1 << 0,
  CFSR_DACCVIOL = 1 << 1,
  CFSR_MUNSTKERR = 1 << 3,
  CFSR_MSTKERR = 1 << 4,
  CFSR_MLSPERR = 1 << 5,
  CFSR_MMARVALID = 1 << 7,
  CFSR_IBUSERR = 1 << 8,
  CFSR_PRECISERR = 1 << 9,
  CFSR_UNSTKERR = 1 << 11,
  CFSR_STKERR = 1 << 12,
  CFSR_LSPERR = 1 << 13,
  CFSR_BFARVALID = 1 << 15,
  CFSR_UNDEFINSTR = 1 << 16,
  CFSR_INVSTATE = 1 << 17,
  CFSR_INVPC = 1 << 18,
  CFSR_NOCP = 1 << 19,
  CFSR_UNALIGNED = 1 << 24,
  CFSR_DIVBYZERO = 1 << 25,
};

// HFSR (B3.2.16); DFSR's BKPT (C1.6.1).
#define HFSR_DEBUGEVT (1u << 31)
#define HFSR_FORCED (1u << 30)
#define HFSR_VECTTBL (1u << 1)
#define DFSR_BKPT (1u << 1)

// CCR (B3.2.8).
enum {
  CCR_NONBASETHRDENA = 1 << 0,
  CCR_USERSETMPEND = 1 << 1,
  CCR_UNALIGN_TRP = 1 << 3,
  CCR_DIV_0_TRP = 1 << 4,
  CCR_BFHFNMIGN = 1 << 8,
  CCR_STKALIGN = 1 << 9,
  CCR_DC = 1 << 16,
  CCR_IC = 1 << 17,
  CCR_BP = 1 << 18,
};
// Cortex-M7 TRM, 3.3.8.
enum { CACR_SIWT = 1, CACR_ECCDIS = 2, CACR_FORCEWT = 4 };

// SCR (B3.2.7).
enum { SCR_SLEEPONEXIT = 1 << 1, SCR_SEVONPEND = 1 << 4 };

// FPCCR (B3.2.21).
enum {
  FPCCR_LSPACT = 1 << 0,
  FPCCR_USER = 1 << 1,
  FPCCR_THREAD = 1 << 3,
  FPCCR_HFRDY = 1 << 4,
  FPCCR_MMRDY = 1 << 5,
  FPCCR_BFRDY = 1 << 6,
  FPCCR_MONRDY = 1 << 8,
};
#define FPCCR_LSPEN (1u << 30)
#define FPCCR_ASPEN (1u << 31)

// CONTROL (B1.4.4).
enum { CONTROL_NPRIV = 1 << 0, CONTROL_SPSEL = 1 << 1, CONTROL_FPCA = 1 << 2 };
