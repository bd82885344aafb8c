// SPDX-License-Identifier: Apache-2.0
// 216 MHz from the board's 25 MHz crystal: a time in milliseconds is only as true as the clock, and a crystal
// is true to some 30 ppm where the internal HSI is to 1 %. 288 MHz, a third more than the data sheet allows,
// from HSI: no PLLM and PLLN in their ranges make 576 MHz of 25 MHz (M = 25 would need N = 576, and N ends at
// 432).
#ifdef BOARD_DISCO_F746NG

#include "internal.h"
#include "registers.h"

#ifndef USE_OVERCLOCK
#define USE_OVERCLOCK 0
#endif

namespace disco_f746ng {
namespace {

constexpr uint32_t kHsiHz = 16'000'000;

// A ready flag is polled this often. The slowest, the crystal's, takes 2 ms (data sheet: tSU(HSE)) and a poll
// takes at least 5 cycles of 16 MHz, so this is ten times what is needed.
constexpr uint32_t kPolls = 65'536;

bool wait_for(volatile uint32_t& status, uint32_t mask, uint32_t wanted) {
  for (uint32_t poll = 0; poll < kPolls; ++poll) {
    if ((status & mask) == wanted) return true;
  }
  return false;
}

constexpr uint32_t pll(uint32_t m, uint32_t n, uint32_t q, uint32_t source) {
  return RCC_PLLCFGR_RESERVED | q << RCC_PLLCFGR_PLLQ_SHIFT | source | 0u << RCC_PLLCFGR_PLLP_SHIFT |
         n << RCC_PLLCFGR_PLLN_SHIFT | m;
}

struct Plan {
  uint32_t core_hz;
  uint32_t pllcfgr;
  uint32_t ppre1, ppre1_divisor;
  uint32_t ppre2, ppre2_divisor;
};

// VCO input 1 MHz (25 / 25), VCO 432 MHz, /2. The same from HSI: 2 MHz, 432 MHz, /2.
constexpr Plan kPlan216FromCrystal = {
    216'000'000, pll(25, 432, 9, RCC_PLLCFGR_PLLSRC_HSE), RCC_CFGR_PPRE_DIV4, 4, RCC_CFGR_PPRE_DIV2, 2};
constexpr Plan kPlan216FromHsi = {216'000'000, pll(8, 216, 9, 0),  RCC_CFGR_PPRE_DIV4,
                                  4,           RCC_CFGR_PPRE_DIV2, 2};
// VCO 576 MHz. The buses are divided further so that they stay within their own 54 and 108 MHz.
constexpr Plan kPlan288 = {288'000'000, pll(8, 288, 12, 0), RCC_CFGR_PPRE_DIV8, 8, RCC_CFGR_PPRE_DIV4, 4};

// Over-drive, seven wait states, then the switch: RM0385 section 4.1.4 (entering over-drive mode) and 3.3.2
// (flash wait states against clock: 7 above 210 MHz). Returns what failed, or nullptr.
const char* start(const Plan& plan) {
  RCC_APB1ENR = RCC_APB1ENR | RCC_APB1ENR_PWREN;
  (void)RCC_APB1ENR;  // the clock takes two cycles to arrive (5.2.13): the read waits for it
  PWR_CR1 = PWR_CR1 | PWR_CR1_VOS_SCALE_1;
  if ((plan.pllcfgr & RCC_PLLCFGR_PLLSRC_HSE) != 0) {
    RCC_CR = RCC_CR | RCC_CR_HSEON;
    if (!wait_for(RCC_CR, RCC_CR_HSERDY, RCC_CR_HSERDY)) {
      RCC_CR = RCC_CR & ~RCC_CR_HSEON;
      return "The 25 MHz crystal did not start: the core runs from the internal oscillator, and times are "
             "true to 1 % only.\r\n";
    }
  }
  RCC_CR = RCC_CR & ~RCC_CR_PLLON;
  if (!wait_for(RCC_CR, RCC_CR_PLLRDY, 0)) return "The PLL did not stop: the core runs at 16 MHz.\r\n";
  RCC_PLLCFGR = plan.pllcfgr;
  RCC_CR = RCC_CR | RCC_CR_PLLON;
  PWR_CR1 = PWR_CR1 | PWR_CR1_ODEN;
  if (!wait_for(PWR_CSR1, PWR_CSR1_ODRDY, PWR_CSR1_ODRDY)) {
    return "The over-drive mode did not start: the core runs at 16 MHz.\r\n";
  }
  PWR_CR1 = PWR_CR1 | PWR_CR1_ODSWEN;
  if (!wait_for(PWR_CSR1, PWR_CSR1_ODSWRDY, PWR_CSR1_ODSWRDY)) {
    return "The switch to over-drive mode was refused: the core runs at 16 MHz.\r\n";
  }
  if (!wait_for(RCC_CR, RCC_CR_PLLRDY, RCC_CR_PLLRDY))
    return "The PLL did not lock: the core runs at 16 MHz.\r\n";
  // The prefetch and the ART accelerator serve the ITCM bus alone; code and weights are read over AXI, where
  // the caches are.
  FLASH_ACR = 7;
  if (!wait_for(FLASH_ACR, FLASH_ACR_LATENCY_MASK, 7)) {
    return "The flash did not take its wait states: the core runs at 16 MHz.\r\n";
  }
  RCC_CFGR = plan.ppre1 << RCC_CFGR_PPRE1_SHIFT | plan.ppre2 << RCC_CFGR_PPRE2_SHIFT | RCC_CFGR_SW_HSI;
  RCC_CFGR = (RCC_CFGR & ~RCC_CFGR_SW_MASK) | RCC_CFGR_SW_PLL;
  if (!wait_for(RCC_CFGR, RCC_CFGR_SWS_MASK, RCC_CFGR_SWS_PLL)) {
    RCC_CFGR = RCC_CFGR_SW_HSI;
    return "The core's clock did not switch to the PLL: it runs at 16 MHz.\r\n";
  }
  return nullptr;
}

// A soft reset leaves RCC at its reset values; a debugger's `resume` after a reset script may not.
bool return_to_hsi() {
  RCC_CR = RCC_CR | RCC_CR_HSION;
  if (!wait_for(RCC_CR, RCC_CR_HSIRDY, RCC_CR_HSIRDY)) return false;
  RCC_CFGR = RCC_CFGR & ~RCC_CFGR_SW_MASK;
  if (!wait_for(RCC_CFGR, RCC_CFGR_SWS_MASK, RCC_CFGR_SWS_HSI)) return false;
  RCC_CFGR = 0;
  return true;
}

Clocks clocks_of(const Plan& plan, const char* notes) {
  return {plan.core_hz, plan.core_hz / plan.ppre1_divisor, plan.core_hz / plan.ppre2_divisor, notes};
}

}  // namespace

Clocks clocks_start() {
  constexpr Clocks at_reset = {kHsiHz, kHsiHz, kHsiHz, ""};
  Clocks failed = at_reset;
  if (!return_to_hsi()) {
    failed.notes = "The internal oscillator did not start.\r\n";
    return failed;
  }
  constexpr const Plan& plan = USE_OVERCLOCK ? kPlan288 : kPlan216FromCrystal;
  const char* problem = start(plan);
  if (problem == nullptr) return clocks_of(plan, "");
  if ((RCC_CR & RCC_CR_HSERDY) == 0 && !USE_OVERCLOCK) {
    const char* second_problem = start(kPlan216FromHsi);
    if (second_problem == nullptr) return clocks_of(kPlan216FromHsi, problem);
    problem = second_problem;
  }
  RCC_CFGR = 0;
  failed.notes = problem;
  return failed;
}

}  // namespace disco_f746ng

#endif  // BOARD_DISCO_F746NG
