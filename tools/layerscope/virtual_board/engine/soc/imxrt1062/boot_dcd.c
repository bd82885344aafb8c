// SPDX-License-Identifier: GPL-2.0-only
// Device configuration data: writes to registers that the boot ROM does before it starts the program
// (IMXRT1060RM, chapter System Boot, Device Configuration Data).
#include "soc/imxrt1062/imxrt1062.h"

enum { TAG_DCD = 0xD2, WRITE_DATA = 0xCC, CHECK_DATA = 0xCF, NOP = 0xC0, VERSION = 0x41 };
enum { FLAG_MASK = 1, FLAG_SET = 2, kMaxBytes = 1768 };

static uint32_t big_endian(uint32_t word) { return __builtin_bswap32(word); }
static uint32_t word(machine* m, uint32_t address) { return machine_load_word(m, address); }
static uint32_t length(uint32_t header) { return (header >> 8 & 0xFF) << 8 | (header >> 16 & 0xFF); }

static bool is_register(uint32_t address) { return address - 0x40000000 < 0x400000; }

static const char* write_data(machine* m, uint32_t at, uint32_t bytes, uint32_t parameter) {
  uint32_t size = parameter & 7, flags = parameter >> 3;
  if (size != 1 && size != 2 && size != 4) return "a width other than 1, 2 or 4 bytes";
  for (uint32_t end = at + bytes; at + 8 <= end; at += 8) {
    uint32_t address = big_endian(word(m, at)), value = big_endian(word(m, at + 4));
    if (!is_register(address)) return "a write outside the peripherals";
    uint32_t before = m->soc.read(m, address, size);
    if (flags & FLAG_MASK) value = flags & FLAG_SET ? before | value : before & ~value;
    m->soc.write(m, address, size, value);
  }
  return NULL;
}

const char* boot_dcd_run(machine* m, uint32_t dcd, uint32_t image_end) {
  uint32_t header = word(m, dcd), bytes = length(header);
  if ((header & 0xFF) != TAG_DCD) return "its tag is not 0xD2";
  if (header >> 24 != VERSION && header >> 24 != 0x40) return "its version is neither 0x40 nor 0x41";
  if (bytes < 4 || bytes > kMaxBytes || bytes > image_end - dcd)
    return "its length is beyond the image or 1768 bytes";
  for (uint32_t at = dcd + 4, end = dcd + bytes; at < end;) {
    uint32_t command = word(m, at), size = length(command);
    const char* wrong = NULL;
    if (size < 4 || size > end - at) return "a command is longer than the data";
    if ((command & 0xFF) == WRITE_DATA)
      wrong = write_data(m, at + 4, size - 4, command >> 24);
    else if ((command & 0xFF) != CHECK_DATA && (command & 0xFF) != NOP)
      wrong = "a command is none of write, check and nothing";
    if (wrong != NULL) return wrong;
    at += size;
  }
  return NULL;
}
