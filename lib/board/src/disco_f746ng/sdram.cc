// SPDX-License-Identifier: Apache-2.0
// MT48LC4M32B2 on FMC SDRAM bank 1, 16 of its 32 data lines wired: 4 banks of 4,096 rows of 256 half-words.
// RM0385 section 13.7.3 gives the order of the initialisation, Micron's data sheet (128Mb: x32 SDRAM) the
// times. The pins are UM1907's, table "STM32F746NGH6 pinout"; all are alternate function 12.
#ifdef BOARD_DISCO_F746NG

#include "sdram.h"

#include "../board.h"
#include "../cortex_m7/core.h"
#include "internal.h"
#include "registers.h"

namespace disco_f746ng {
namespace {

// The FMC's limit (data sheet DS10916, SDRAM timings: 100 MHz), and the chip's at a CAS latency of 2. At 216
// MHz HCLK / 2 would be 108 MHz, which examples use and which is beyond both; HCLK / 3 is 72 MHz.
constexpr uint32_t kMostSdclkHz = 100'000'000;
constexpr uint32_t kCasLatency = 2;

// Of the slower speed grade, -7, in nanoseconds.
constexpr uint32_t kSelfRefreshExitNs = 70;
constexpr uint32_t kRowActiveNs = 42;
constexpr uint32_t kRowCycleNs = 70;
constexpr uint32_t kPrechargeNs = 20;
constexpr uint32_t kRowToColumnNs = 20;
constexpr uint32_t kWriteRecoveryNs = 14;
constexpr uint32_t kModeRegisterCycles = 2;

constexpr uint32_t kRefreshMs = 64;  // for all of the rows
constexpr uint32_t kRows = 4096;
// RM0385, FMC_SDRTR: 20 cycles of margin, since a refresh may come while a read is under way.
constexpr uint32_t kRefreshMargin = 20;

constexpr uint32_t kFmcRegisters = 0xA0000000;

constexpr uint32_t kPowerUpMicroseconds = 100;
constexpr uint32_t kRefreshesAtStart = 8;

// Write bursts of one, CAS latency, sequential, read bursts of one: the FMC makes its bursts itself.
constexpr uint32_t kModeRegister = 1u << 9 | kCasLatency << 4;

// The longest command, eight refreshes, takes 8 * 70 ns, 160 cycles of the core at 288 MHz.
constexpr uint32_t kPolls = 10'000;

struct Pins {
  uint32_t port;
  uint32_t mask;
};

constexpr Pins kPins[] = {
    {GPIOC_BASE, 0x0008},  // 3 SDCKE0
    {GPIOD_BASE, 0xC703},  // 0 D2, 1 D3, 8 D13, 9 D14, 10 D15, 14 D0, 15 D1
    {GPIOE_BASE, 0xFF83},  // 0 NBL0, 1 NBL1, 7 to 15 D4 to D12
    {GPIOF_BASE, 0xF83F},  // 0 to 5 A0 to A5, 11 SDNRAS, 12 to 15 A6 to A9
    {GPIOG_BASE, 0x8133},  // 0 A10, 1 A11, 4 BA0, 5 BA1, 8 SDCLK, 15 SDNCAS
    {GPIOH_BASE, 0x0028},  // 3 SDNE0, 5 SDNWE
};
constexpr uint32_t kAlternateFunction = 12;
constexpr uint32_t kPortClocks = RCC_AHB1ENR_GPIOCEN | RCC_AHB1ENR_GPIODEN | RCC_AHB1ENR_GPIOEEN |
                                 RCC_AHB1ENR_GPIOFEN | RCC_AHB1ENR_GPIOGEN | RCC_AHB1ENR_GPIOHEN;

void pins_connect() {
  for (const Pins& pins : kPins) {
    for (uint32_t pin = 0; pin < 16; ++pin) {
      if ((pins.mask >> pin & 1) == 0) continue;
      const uint32_t shift = 4 * (pin % 8);
      const uint32_t field = 3u << 2 * pin;
      GPIO_AFR(pins.port, pin) = (GPIO_AFR(pins.port, pin) & ~(0xFu << shift)) | kAlternateFunction << shift;
      GPIO_OSPEEDR(pins.port) = GPIO_OSPEEDR(pins.port) | field;
      GPIO_PUPDR(pins.port) = GPIO_PUPDR(pins.port) & ~field;
      GPIO_MODER(pins.port) = (GPIO_MODER(pins.port) & ~field) | 2u << 2 * pin;
    }
  }
}

constexpr uint32_t divisor_of(uint32_t hclk_hz) { return hclk_hz / 2 <= kMostSdclkHz ? 2 : 3; }
static_assert(divisor_of(216'000'000) == 3 && divisor_of(200'000'000) == 2 &&
              288'000'000 / 3 <= kMostSdclkHz);

// SDCLK cycles that last at least `nanoseconds`.
constexpr uint32_t cycles_of(uint32_t nanoseconds, uint32_t sdclk_hz) {
  // In kHz 32 bits hold the product: a 64-bit division would be a library's, 750 bytes.
  const uint32_t cycles = (nanoseconds * (sdclk_hz / 1000) + 999'999) / 1'000'000;
  return cycles > 0 ? cycles : 1;
}

constexpr uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

constexpr uint32_t timing(uint32_t sdclk_hz) {
  const uint32_t row_active = cycles_of(kRowActiveNs, sdclk_hz);
  const uint32_t row_cycle = cycles_of(kRowCycleNs, sdclk_hz);
  const uint32_t precharge = cycles_of(kPrechargeNs, sdclk_hz);
  const uint32_t row_to_column = cycles_of(kRowToColumnNs, sdclk_hz);
  // RM0385, FMC_SDTR: TWR must also fill what is left of the row's times after its column is addressed.
  uint32_t write_recovery = cycles_of(kWriteRecoveryNs, sdclk_hz);
  if (row_active > row_to_column) write_recovery = larger(write_recovery, row_active - row_to_column);
  if (row_cycle > row_to_column + precharge)
    write_recovery = larger(write_recovery, row_cycle - row_to_column - precharge);
  return (kModeRegisterCycles - 1) << FMC_SDTR_TMRD_SHIFT |
         (cycles_of(kSelfRefreshExitNs, sdclk_hz) - 1) << FMC_SDTR_TXSR_SHIFT |
         (row_active - 1) << FMC_SDTR_TRAS_SHIFT | (row_cycle - 1) << FMC_SDTR_TRC_SHIFT |
         (write_recovery - 1) << FMC_SDTR_TWR_SHIFT | (precharge - 1) << FMC_SDTR_TRP_SHIFT |
         (row_to_column - 1) << FMC_SDTR_TRCD_SHIFT;
}
// 72 MHz, 13.9 ns: TRCD 2, TRP 2, TWR 2, TRC 6, TRAS 4, TXSR 6, TMRD 2.
static_assert(timing(72'000'000) == 0x01115351);

constexpr uint32_t refresh_count(uint32_t sdclk_hz) {
  return sdclk_hz / 1000 * kRefreshMs / kRows - kRefreshMargin;
}
static_assert(refresh_count(72'000'000) == 1125 - 20);  // 15.625 us

bool is_idle() {
  for (uint32_t poll = 0; poll < kPolls; ++poll) {
    if ((FMC_SDSR & FMC_SDSR_BUSY) == 0) return true;
  }
  return false;
}

bool command(uint32_t mode, uint32_t parameters = 0) {
  FMC_SDCMR = mode | FMC_SDCMR_CTB1 | parameters;
  return is_idle();
}

// A read of a register takes more than four cycles of the core.
void wait_for_power_up() {
  const uint32_t reads = board::core_clock_hz() / 1'000'000 * kPowerUpMicroseconds / 4;
  for (uint32_t i = 0; i < reads; ++i) (void)FMC_SDSR;
}

bool controller_start() {
  const uint32_t hclk_hz = board::core_clock_hz();
  const uint32_t divisor = divisor_of(hclk_hz);
  const uint32_t sdclk_hz = hclk_hz / divisor;
  RCC_AHB1ENR = RCC_AHB1ENR | kPortClocks;
  RCC_AHB3ENR = RCC_AHB3ENR | RCC_AHB3ENR_FMCEN;
  (void)RCC_AHB3ENR;  // the clock takes two cycles to arrive (5.2.13): the read waits for it
  pins_connect();
  FMC_SDCR1 = FMC_SDCR_NC_8_BITS | FMC_SDCR_NR_12_BITS | FMC_SDCR_MWID_16_BITS | FMC_SDCR_NB_4 |
              kCasLatency << FMC_SDCR_CAS_SHIFT | divisor << FMC_SDCR_SDCLK_SHIFT | FMC_SDCR_RBURST;
  FMC_SDTR1 = timing(sdclk_hz);
  if (!command(FMC_SDCMR_MODE_CLOCK_ENABLE)) return false;
  wait_for_power_up();
  if (!command(FMC_SDCMR_MODE_PRECHARGE_ALL)) return false;
  if (!command(FMC_SDCMR_MODE_AUTO_REFRESH, (kRefreshesAtStart - 1) << FMC_SDCMR_NRFS_SHIFT)) return false;
  if (!command(FMC_SDCMR_MODE_LOAD_MODE_REGISTER, kModeRegister << FMC_SDCMR_MRD_SHIFT)) return false;
  FMC_SDRTR = refresh_count(sdclk_hz) << FMC_SDRTR_COUNT_SHIFT;
  return is_idle();
}

volatile uint32_t& word_at(uint32_t offset) {
  return *reinterpret_cast<volatile uint32_t*>(static_cast<uintptr_t>(kSdramStart + offset));
}

// The first word and one for each address line, all different and each in both polarities: a data line that
// is stuck, and an address line that is stuck or joined to another, change what is read back.
bool keeps_words() {
  constexpr uint32_t kPatterns[] = {0x5AA53CC3u, ~0x5AA53CC3u};
  for (const uint32_t pattern : kPatterns) {
    word_at(0) = pattern;
    for (uint32_t offset = 4; offset < kSdramBytes; offset *= 2) word_at(offset) = pattern ^ offset;
    if (word_at(0) != pattern) return false;
    for (uint32_t offset = 4; offset < kSdramBytes; offset *= 2) {
      if (word_at(offset) != (pattern ^ offset)) return false;
    }
  }
  return true;
}

}  // namespace

// One MPU region is left, and the controller's registers lie outside of the others: it opens them while they
// are written, and then the chip. Until the chip works the MPU forbids its addresses, since the core reads
// ahead speculatively and a controller that is not set up would not answer. The test runs uncached, so that
// its words come from the chip.
const char* sdram_start() {
  const char* problem = nullptr;
  cortex_m7::mpu_region_set(kSdramMpuRegion, {kFmcRegisters, 1024, cortex_m7::kMpuPeripherals, 0});
  if (!controller_start()) {
    problem = "the SDRAM controller stays busy";
  } else {
    cortex_m7::mpu_region_set(kSdramMpuRegion, {kSdramStart, kSdramBytes, cortex_m7::kMpuTcmData, 0});
    if (!keeps_words()) problem = "the SDRAM does not keep what is written to it";
  }
  if (problem != nullptr) {
    cortex_m7::mpu_region_clear(kSdramMpuRegion);
    return problem;
  }
  cortex_m7::mpu_region_set(kSdramMpuRegion, {kSdramStart, kSdramBytes, cortex_m7::kMpuRam, 0});
  return nullptr;
}

}  // namespace disco_f746ng

#endif  // BOARD_DISCO_F746NG
