// SPDX-License-Identifier: Apache-2.0
// IMXRT1060RM, chapter "Memory Maps".
#ifdef BOARD_TEENSY40

#include "../cortex_m7/memories.h"

#include "../board.h"

extern "C" {
extern uint8_t __dtcm_free_start[], __dtcm_free_end[], __ocram_free_start[], __ocram_free_end[],
    __text_start[];
}

namespace cortex_m7 {
namespace {

constexpr Memory kBoardMemories[] = {
    {"itcm", 0x00000000, 0x00080000, nullptr, nullptr, nullptr},
    {"dtcm", 0x20000000, 0x20080000, __dtcm_free_start, __dtcm_free_end, nullptr},
    {"ocram", 0x20200000, 0x20280000, __ocram_free_start, __ocram_free_end, nullptr},
    {"flash", 0x60000000, 0x60200000, nullptr, nullptr, nullptr},
};
constexpr const char* kAutomatic[] = {"dtcm", "ocram"};

}  // namespace

extern const Memories kMemories = {kBoardMemories, sizeof(kBoardMemories) / sizeof(kBoardMemories[0]),
                                   kAutomatic, sizeof(kAutomatic) / sizeof(kAutomatic[0])};

}  // namespace cortex_m7

namespace board {

const char* code_memory() { return memory_name(__text_start); }

}  // namespace board

#endif  // BOARD_TEENSY40
