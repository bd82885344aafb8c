// SPDX-License-Identifier: Apache-2.0
// What the boot ROM reads: quad read at 133 MHz, and where to enter.
#include "chip.h"

void reset(void);
extern const uint8_t _image_bytes[];

__attribute__((section(".flash_configuration"), used)) static const uint32_t flash_configuration[128] = {
    [0] = 0x42464346,  [1] = 0x56010000,  [3] = 0x00030301,  [17] = 0x00080401, [20] = 0x00200000,
    [32] = 0x0A1804EB, [33] = 0x32041E20, [34] = 0x7C012604, [36] = 0x24040405, [44] = 0x00000406,
    [52] = 0x08180420, [112] = 256,       [113] = 4096,      [114] = 1,         [116] = 0x10000};

__attribute__((section(".boot_data"), used)) static const void* const boot_data[3] = {(void*)0x60000000,
                                                                                      _image_bytes, 0};
extern const void* const image_vector_table[8];
__attribute__((section(".image_vector_table"), used)) const void* const image_vector_table[8] = {
    (void*)0x432000D1, reset, 0, 0, boot_data, image_vector_table, 0, 0};
