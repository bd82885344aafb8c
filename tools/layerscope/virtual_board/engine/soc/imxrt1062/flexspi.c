// SPDX-License-Identifier: GPL-2.0-only
// FlexSPI's registers, and commands to the flash through them (IMXRT1060RM, chapter FlexSPI; W25Q16JV data
// sheet: instructions). What would change the flash is refused: it holds the program.
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum {
  FLEXSPI2 = 0x402A4000,
  FLEXSPI = 0x402A8000,
  MCR0 = 0x00,
  INTR = 0x14,
  LUTKEY = 0x18,
  LUTCR = 0x1C,
  IPCR1 = 0xA4,
  IPCMD = 0xB0,
  IPRXFCR = 0xB8,
  STS0 = 0xE0,
  STS2 = 0xE8,
  IPRXFSTS = 0xF0,
  RFDR = 0x100,
  TFDR = 0x180,
  LUT = 0x200,
  LUT_END = 0x300,
};
enum { MCR0_MDIS = 2 };
enum { IPCMDDONE = 1, IPRXWA = 1 << 5, IPTXWE = 1 << 6 };
#define LUT_UNLOCK_KEY 0x5AF05AF0u

void flexspi_reset(machine* m) {
  // What the ROM leaves: enabled, read data strobed from the pad, 2 MB, and the sequences of the program's
  // block.
  *rt1062_register(m, FLEXSPI + MCR0) = 0xFFFF8010;
  *rt1062_register(m, FLEXSPI + 0x0C) = 0x00000078;
  *rt1062_register(m, FLEXSPI + 0x60) = 0x800;
  for (uint32_t i = 0; i < LUT_END - LUT; i += 4)
    *rt1062_register(m, FLEXSPI + LUT + i) = machine_load_word(m, 0x60000080 + i);
}

static bool from_flash(machine* m) { return machine_pc(m) - rt1062(m)->flash->base < rt1062(m)->flash->size; }

// Clocks of one instruction of a sequence; `data` of them if it transfers so many bits.
static uint32_t instruction_clocks(uint32_t instruction, uint32_t bits) {
  uint32_t opcode = instruction >> 10, pads = 1u << (instruction >> 8 & 3), operand = instruction & 0xFF;
  uint32_t edges = opcode & 0x20 ? 2 : 1;  // double data rate
  switch (opcode & 0x1F) {
    case 0x01:  // CMD
    case 0x07:  // MODE8
      return 8 / pads / edges;
    case 0x02:  // RADDR
    case 0x03:  // CADDR
      return (operand + pads - 1) / pads / edges;
    case 0x09:  // READ
      return bits / pads / edges;
    case 0x0C:  // DUMMY
      return operand;
    default:
      return 0;
  }
}

void flexspi_read_clocks(machine* m, int* setup, int* line) {
  uint32_t before = 0, data = 0, skipped = 0, total = 0;
  for (uint32_t i = 0; i < 8; i++) {
    uint32_t instruction = rt1062_stored(m, FLEXSPI + LUT + 4 * (i / 2)) >> 16 * (i & 1) & 0xFFFF;
    if (instruction >> 10 == 0x09 || instruction >> 10 == 0x29) {
      data = instruction_clocks(instruction, 256);
      before = total;
    }
    // JUMP_ON_CS: the next read begins at that instruction, since the flash still knows the command.
    if (instruction >> 10 == 0x1F)
      for (uint32_t k = 0; k < (instruction & 7); k++)
        skipped +=
            instruction_clocks(rt1062_stored(m, FLEXSPI + LUT + 4 * (k / 2)) >> 16 * (k & 1) & 0xFFFF, 0);
    total += instruction_clocks(instruction, 0);
  }
  if (data == 0) {
    if (!rt1062(m)->booting && from_flash(m))
      machine_refuse(m, "flash",
                     "a program in flash takes away the sequence that its flash is read by (FLEXSPI_LUT0-3 "
                     "have no READ)");
    return;
  }
  *setup = (int)(before - skipped);
  *line = (int)data;
}

uint32_t flexspi_read(machine* m, uint32_t address) {
  switch (address & 0xFFF) {
    case MCR0:
      return rt1062_stored(m, address) & ~1u;  // a software reset is over at once
    case STS0:
      return 3;  // idle
    case STS2:
      return 0x01000100 | 3 | 3u << 16;  // delay lines locked
    case IPCMD:
      return 0;
    default:
      return rt1062_stored(m, address);
  }
}

// What the flash answers: word by word into the receive FIFO's registers.
static void answer(machine* m, uint32_t base, uint32_t bytes, uint64_t value) {
  for (uint32_t i = 0; i < 32; i++)
    *rt1062_register(m, base + RFDR + 4 * i) = i < 2 ? (uint32_t)(value >> 32 * i) : 0xFFFFFFFF;
  *rt1062_register(m, base + IPRXFSTS) = (bytes + 7) / 8;
  *rt1062_register(m, base + INTR) |= bytes != 0 ? IPRXWA : 0;
}

static void command(machine* m, uint32_t base) {
  uint32_t control = rt1062_stored(m, base + IPCR1), sequence = control >> 16 & 15, bytes = control & 0xFFFF;
  uint32_t instruction = rt1062_stored(m, base + LUT + 16 * sequence), code = instruction & 0xFF;
  *rt1062_register(m, base + INTR) |= IPCMDDONE;
  if (base == FLEXSPI2) {
    answer(m, base, bytes, UINT64_MAX);  // Teensy 4.0 has nothing there
    return;
  }
  switch (code) {
    case 0x9F:  // manufacturer and type: W25Q16JV
      answer(m, base, bytes, 0xFFFFFFFFFF1570EF);
      break;
    case 0x05:  // status 1: ready
      answer(m, base, bytes, 0);
      break;
    case 0x35:  // status 2: quad enable
      answer(m, base, bytes, 2);
      break;
    case 0x4B:  // unique number
      answer(m, base, bytes, 0x8877665544332211);
      break;
    case 0x04:
    case 0x06:
    case 0x66:
    case 0x99:
      break;
    default:
      machine_refuse(
          m, "flash_command",
          "flash command 0x%02x by FlexSPI (LUT sequence %u), which a virtual board does not carry out: "
          "its flash stays as it was programmed",
          code, sequence);
      break;
  }
}

void flexspi_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t base = address & ~0x3FFFu, offset = address & 0xFFC;
  if (base == FLEXSPI && offset == MCR0 && soc_merge(0, address, size, value) & MCR0_MDIS && from_flash(m))
    machine_refuse(m, "flash",
                   "a program in flash switches off FlexSPI, which reads it (FLEXSPI_MCR0, MDIS; do it from "
                   "ITCM or OCRAM)");
  if (offset == INTR) {
    *rt1062_register(m, address & ~3u) &= ~value;
  } else if (offset == IPCMD) {
    if (value & 1) command(m, base);
  } else if (offset == IPRXFCR && value & 1) {
    *rt1062_register(m, base + IPRXFSTS) = 0;
  } else if (offset >= STS0 && offset < TFDR) {
    machine_refuse(m, "read_only", "a write to FlexSPI's status (0x%08x), which can only be read", address);
  } else if (offset >= LUT && offset < LUT_END &&
             (rt1062_stored(m, base + LUTKEY) != LUT_UNLOCK_KEY || !(rt1062_stored(m, base + LUTCR) & 2))) {
    machine_refuse(
        m, "locked",
        "FlexSPI's look-up table written while it is locked (FLEXSPI_LUTKEY 0x%08x, then FLEXSPI_LUTCR 2)",
        LUT_UNLOCK_KEY);
  } else {
    rt1062_keep(m, address, size, value);
    if (base == FLEXSPI && offset >= LUT && offset < LUT + 16) rt1062_update_clocks(m);
  }
}
