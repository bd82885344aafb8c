// SPDX-License-Identifier: Apache-2.0
#include "guard.h"
#ifdef BOARD_CORTEX_M7

#include "core.h"
#include "registers.h"

namespace cortex_m7 {

static_assert(kMpuNoAccess == (MPU_RASR_AP_NONE | MPU_RASR_XN));
static_assert(kMpuTcmCode == (MPU_RASR_AP_READ_ONLY | 1u << MPU_RASR_TEX_SHIFT));
static_assert(kMpuTcmData == (MPU_RASR_AP_READ_WRITE | 1u << MPU_RASR_TEX_SHIFT | MPU_RASR_XN));
static_assert(kMpuFlash == (MPU_RASR_AP_READ_ONLY | 1u << MPU_RASR_TEX_SHIFT | MPU_RASR_C | MPU_RASR_B));
static_assert(kMpuRam ==
              (MPU_RASR_AP_READ_WRITE | 1u << MPU_RASR_TEX_SHIFT | MPU_RASR_C | MPU_RASR_B | MPU_RASR_XN));
static_assert(kMpuPeripherals == (MPU_RASR_AP_READ_WRITE | MPU_RASR_B | MPU_RASR_XN));

namespace {

void write_region(uint32_t number, const MpuRegion& region) {
  const uint32_t size = 63u - static_cast<uint32_t>(__builtin_clzll(region.size)) - 1u;
  MPU_RNR = number;
  MPU_RASR = 0;  // nothing may match while the base is the new one and the size the old one
  MPU_RBAR = region.base;
  MPU_RASR = region.attributes | static_cast<uint32_t>(region.disabled_subregions) << MPU_RASR_SRD_SHIFT |
             size << MPU_RASR_SIZE_SHIFT | MPU_RASR_ENABLE;
}

}  // namespace

void mpu_enable(const MpuRegion* regions, size_t count) {
  data_synchronization_barrier();
  MPU_CTRL = 0;
  const uint32_t available = (MPU_TYPE >> 8) & 0xFF;
  for (uint32_t number = 0; number < available; ++number) {
    if (number < count) {
      write_region(number, regions[number]);
    } else {
      MPU_RNR = number;
      MPU_RASR = 0;
    }
  }
  // Without HFNMIENA the unit is off during HardFault, so that its report can be made whatever the regions
  // say.
  MPU_CTRL = MPU_CTRL_ENABLE;
  data_synchronization_barrier();
  instruction_synchronization_barrier();
}

void mpu_region_set(uint32_t number, const MpuRegion& region) {
  data_synchronization_barrier();
  write_region(number, region);
  data_synchronization_barrier();
  instruction_synchronization_barrier();
}

void mpu_region_clear(uint32_t number) {
  data_synchronization_barrier();
  MPU_RNR = number;
  MPU_RASR = 0;
  data_synchronization_barrier();
  instruction_synchronization_barrier();
}

}  // namespace cortex_m7

#endif  // BOARD_CORTEX_M7
