// SPDX-License-Identifier: Apache-2.0
// RM0385 section 2.2.2; the flash appears twice, on the AXI bus and (from 0x00200000) on the ITCM bus.
#ifdef BOARD_DISCO_F746NG

#include "../cortex_m7/memories.h"

#include "../board.h"
#include "sdram.h"

extern "C" {
extern uint8_t __dtcm_free_start[], __dtcm_free_end[], __sram_free_start[], __sram_free_end[],
    __sdram_free_start[], __sdram_free_end[], __hot_code_start[];
}

namespace cortex_m7 {
namespace {

constexpr Memory kBoardMemories[] = {
    {"itcm", 0x00000000, 0x00004000, nullptr, nullptr, nullptr},
    {"flash", 0x00200000, 0x00300000, nullptr, nullptr, nullptr},
    {"flash", 0x08000000, 0x08100000, nullptr, nullptr, nullptr},
    {"dtcm", 0x20000000, 0x20010000, __dtcm_free_start, __dtcm_free_end, nullptr},
    {"sram", 0x20010000, 0x20050000, __sram_free_start, __sram_free_end, nullptr},
    // Both as one piece, for what is larger than either.
    {"ram", 0x20000000, 0x20050000, __dtcm_free_start, __sram_free_end, nullptr},
    {"sdram", disco_f746ng::kSdramStart, disco_f746ng::kSdramStart + disco_f746ng::kSdramBytes,
     __sdram_free_start, __sdram_free_end, disco_f746ng::sdram_start},
};

}  // namespace

extern const Memories kMemories = {kBoardMemories, sizeof(kBoardMemories) / sizeof(kBoardMemories[0]),
                                   nullptr, 0};

}  // namespace cortex_m7

namespace board {

const char* code_memory() { return memory_name(__hot_code_start); }

}  // namespace board

#endif  // BOARD_DISCO_F746NG
