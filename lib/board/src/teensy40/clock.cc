// SPDX-License-Identifier: Apache-2.0
// 600 MHz from the 24 MHz crystal: ARM PLL 24 * 100 / 2 = 1200 MHz, ARM_PODF / 2. The buses (IPG) run at 150
// MHz and the UARTs from the crystal itself. The PFDs are left as the boot ROM set them: FlexSPI's clock
// hangs on one of them, and changing it under a program that is read through FlexSPI stops that program.
#ifdef BOARD_TEENSY40

#include "../cortex_m7/core.h"
#include "internal.h"
#include "registers.h"

namespace teensy40 {
namespace {

// The slowest event, the PLL's lock, takes 60 us by the data sheet; a poll of these registers takes at least
// 4 cycles of 24 MHz. This allows a hundred times as much.
constexpr uint32_t kPolls = 65'536;

// Where the boot ROM leaves the core (chapter "System Boot", clocks at boot).
constexpr uint32_t kBootHz = 396'000'000;
constexpr uint32_t kCrystalHz = 24'000'000;

constexpr uint32_t kCoreMillivolts = 1250;  // what 600 MHz needs (data sheet IMXRT1060CEC, operating ranges)

// Inlined, so that it lies in ITCM with its caller.
__attribute__((always_inline)) inline bool wait_for(volatile uint32_t& status, uint32_t mask,
                                                    uint32_t wanted) {
  for (uint32_t poll = 0; poll < kPolls; ++poll) {
    if ((status & mask) == wanted) return true;
  }
  return false;
}

}  // namespace

// In ITCM: while the core runs at 24 MHz it is slower than FlexSPI expects of its reader.
BOARD_IN_ITCM Clocks clocks_start() {
  CCM_CCGR6 = CCM_CCGR6 | CCM_CCGR6_DCDC_ON;
  DCDC_REG3 = (DCDC_REG3 & ~DCDC_REG3_TRG_MASK) | (kCoreMillivolts - 800) / 25;
  if (!wait_for(DCDC_REG0, DCDC_REG0_STS_DC_OK, DCDC_REG0_STS_DC_OK)) {
    return {kBootHz, "The core's supply did not reach 1.25 V: the core stays at the boot ROM's clock.\r\n"};
  }

  // Over to the crystal while the PLL is set.
  CCM_CBCMR = (CCM_CBCMR & ~CCM_CBCMR_PERIPH_CLK2_SEL_MASK) | CCM_CBCMR_PERIPH_CLK2_SEL_OSC;
  CCM_CBCDR = CCM_CBCDR & ~CCM_CBCDR_PERIPH_CLK2_PODF_MASK;
  CCM_CBCDR = CCM_CBCDR | CCM_CBCDR_PERIPH_CLK_SEL;
  if (!wait_for(CCM_CDHIPR, CCM_CDHIPR_PERIPH_CLK_SEL_BUSY, 0)) {
    return {kCrystalHz, "The core's clock did not leave the boot ROM's: times are not to be trusted.\r\n"};
  }

  CCM_ANALOG_PLL_ARM = CCM_ANALOG_PLL_ARM_POWERDOWN;
  CCM_ANALOG_PLL_ARM = CCM_ANALOG_PLL_ARM_ENABLE | (100u & CCM_ANALOG_PLL_ARM_DIV_SELECT_MASK);
  if (!wait_for(CCM_ANALOG_PLL_ARM, CCM_ANALOG_PLL_ARM_LOCK, CCM_ANALOG_PLL_ARM_LOCK)) {
    return {kCrystalHz, "The ARM PLL did not lock: the core runs at 24 MHz.\r\n"};
  }
  CCM_CACRR = CCM_CACRR_ARM_PODF_DIV2;
  CCM_CBCMR = (CCM_CBCMR & ~CCM_CBCMR_PRE_PERIPH_CLK_SEL_MASK) | CCM_CBCMR_PRE_PERIPH_CLK_SEL_PLL1;
  CCM_CBCDR = (CCM_CBCDR & ~(CCM_CBCDR_AHB_PODF_MASK | CCM_CBCDR_IPG_PODF_MASK)) | CCM_CBCDR_IPG_PODF_DIV4;
  if (!wait_for(CCM_CDHIPR, CCM_CDHIPR_ARM_PODF_BUSY | CCM_CDHIPR_AHB_PODF_BUSY, 0)) {
    return {kCrystalHz, "A clock divider did not settle: the core runs at 24 MHz.\r\n"};
  }
  CCM_CBCDR = CCM_CBCDR & ~CCM_CBCDR_PERIPH_CLK_SEL;
  if (!wait_for(CCM_CDHIPR, CCM_CDHIPR_PERIPH_CLK_SEL_BUSY, 0)) {
    return {kCrystalHz, "The core's clock did not switch to the ARM PLL: times are not to be trusted.\r\n"};
  }
  return {600'000'000, ""};
}

}  // namespace teensy40

#endif  // BOARD_TEENSY40
