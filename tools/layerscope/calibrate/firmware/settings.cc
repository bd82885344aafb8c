// SPDX-License-Identifier: Apache-2.0
#include "settings.h"

#include "board.h"
#include "cortex_m7/core.h"
#include "cortex_m7/registers.h"

namespace calibrate {
namespace {

#if defined(BOARD_DISCO_F746NG)
#define RCC_CFGR MMIO32(0x40023808)   // RM0385 section 5.3.3
#define FLASH_ACR MMIO32(0x40023C00)  // section 3.7.1

constexpr uint32_t kSwitch = 3;  // SW; SWS stands two bits higher
constexpr uint32_t kArtEnable = 1u << 9;
constexpr uint32_t kArtReset = 1u << 11;

void clock_choose(uint32_t source) {
  RCC_CFGR = (RCC_CFGR & ~kSwitch) | source;
  while ((RCC_CFGR >> 2 & kSwitch) != source) {
  }
}

// The accelerator is emptied while it is off. More wait states than the clock needs do no harm on the way.
void flash_choose(uint32_t acr) {
  const uint32_t slowest = FLASH_ACR & 15;
  FLASH_ACR = slowest;
  FLASH_ACR = slowest | kArtReset;
  FLASH_ACR = slowest;
  FLASH_ACR = acr & ~kArtEnable;
  FLASH_ACR = acr;
  cortex_m7::data_synchronization_barrier();
  (void)FLASH_ACR;
}
#else
#define CCM_ANALOG_PFD_480 MMIO32(0x400D80F0)  // IMXRT1060RM, CCM analog

constexpr uint32_t kFraction = 63;  // of PFD0, which FlexSPI's clock comes from
constexpr uint32_t kFractionOf720 = 12;
#endif

}  // namespace

#if defined(BOARD_DISCO_F746NG)

Settings settings_choose(const Piece& piece) {
  const Settings usual = {FLASH_ACR, RCC_CFGR & kSwitch};
  if ((piece.flags & kOtherClock) != 0) clock_choose(0);  // HSI, 16 MHz
  if (piece.flash_acr != kAsItIs) flash_choose(piece.flash_acr);
  return usual;
}

void settings_restore(const Piece& piece, const Settings& usual) {
  if (piece.flash_acr != kAsItIs) flash_choose(usual.flash_acr);
  if ((piece.flags & kOtherClock) != 0) clock_choose(usual.clock);
}

#else

// This code and what calls it run from ITCM, so that FlexSPI is idle meanwhile.
Settings settings_choose(const Piece& piece) {
  const Settings usual = {0, CCM_ANALOG_PFD_480};
  if ((piece.flags & kOtherClock) != 0) CCM_ANALOG_PFD_480 = (usual.clock & ~kFraction) | kFractionOf720;
  return usual;
}

void settings_restore(const Piece& piece, const Settings& usual) {
  if ((piece.flags & kOtherClock) != 0) CCM_ANALOG_PFD_480 = usual.clock;
}

#endif

}  // namespace calibrate
