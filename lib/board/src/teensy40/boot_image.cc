// SPDX-License-Identifier: Apache-2.0
// What the boot ROM reads before it starts the program: how to talk to the flash (FlexSPI NOR configuration
// block) and where to enter (image vector table). IMXRT1060RM, chapter "System Boot": FlexSPI Serial NOR
// Flash Boot Operation, Program image.
#ifdef BOARD_TEENSY40

#include <cstdint>

extern "C" {
void reset_handler();
extern const uint8_t __image_bytes[];
}

namespace {

struct FlexSpiLookUpSequence {
  uint32_t instructions[4];
};

// 512 bytes. The fields that are not named here stay 0, which is the ROM's "default" or "not used".
struct FlexSpiNorConfiguration {
  uint32_t tag;                      // 0x000
  uint32_t version;                  // 0x004
  uint32_t reserved0;                // 0x008
  uint8_t read_sample_clock_source;  // 0x00C
  uint8_t cs_hold_time;
  uint8_t cs_setup_time;
  uint8_t column_address_width;
  uint32_t not_used0[13];  // 0x010
  uint8_t device_type;     // 0x044
  uint8_t serial_flash_pads;
  uint8_t serial_clock_frequency;
  uint8_t custom_sequence_enable;
  uint32_t not_used1[2];                    // 0x048
  uint32_t flash_a1_bytes;                  // 0x050
  uint32_t not_used2[11];                   // 0x054
  FlexSpiLookUpSequence look_up_table[16];  // 0x080
  uint32_t not_used3[16];                   // 0x180
  uint32_t page_bytes;                      // 0x1C0
  uint32_t sector_bytes;                    // 0x1C4
  uint8_t ip_command_clock_frequency;       // 0x1C8
  uint8_t not_used4[7];
  uint32_t block_bytes;    // 0x1D0
  uint32_t not_used5[11];  // 0x1D4
};
static_assert(sizeof(FlexSpiNorConfiguration) == 512);

// A look-up table instruction: opcode, pads (0: one, 2: four), operand. IMXRT1060RM, chapter "FlexSPI", Look
// Up Table.
constexpr uint32_t instruction(uint32_t opcode, uint32_t pads, uint32_t operand) {
  return opcode << 10 | pads << 8 | operand;
}
constexpr uint32_t pair(uint32_t first, uint32_t second) { return first | second << 16; }
constexpr uint32_t kCommand = 0x01, kAddress = 0x02, kMode8 = 0x07, kRead = 0x09, kDummy = 0x0C;

constexpr FlexSpiNorConfiguration make_configuration() {
  FlexSpiNorConfiguration block = {};
  block.tag = 0x42464346;  // "FCFB"
  block.version = 0x56010000;
  block.read_sample_clock_source = 1;  // the read strobe, looped back from the DQS pad
  block.cs_hold_time = 1;
  block.cs_setup_time = 2;
  block.device_type = 1;  // serial NOR
  block.serial_flash_pads = 4;
  block.serial_clock_frequency = 6;  // 100 MHz
  block.custom_sequence_enable = 1;
  block.flash_a1_bytes = 2 << 20;
  // Sequence 0, read: Fast Read Quad I/O (0xEB), 24 address bits and the mode byte on four pads, 4 dummy
  // cycles.
  block.look_up_table[0] = {{pair(instruction(kCommand, 0, 0xEB), instruction(kAddress, 2, 24)),
                             pair(instruction(kMode8, 2, 0xFF), instruction(kDummy, 2, 4)),
                             pair(instruction(kRead, 2, 1), 0), 0}};
  block.page_bytes = 256;
  block.sector_bytes = 4096;
  block.ip_command_clock_frequency = 1;  // 30 MHz
  block.block_bytes = 64 << 10;
  return block;
}

struct BootData {
  uint32_t image_start;
  const uint8_t* image_bytes;  // a linker symbol: its address is the number
  uint32_t plugin;
};

struct ImageVectorTable {
  uint32_t header;  // tag 0xD1, length 0x0020 (big-endian), version 0x43
  void (*entry)();
  uint32_t reserved1;
  const void* device_configuration_data;
  const BootData* boot_data;
  const ImageVectorTable* self;
  const void* command_sequence_file;
  uint32_t reserved2;
};

__attribute__((section(".boot_flash_configuration"), used)) constexpr FlexSpiNorConfiguration kConfiguration =
    make_configuration();
static_assert(kConfiguration.look_up_table[0].instructions[0] == 0x0A1804EB);
static_assert(kConfiguration.look_up_table[0].instructions[1] == 0x32041EFF);
static_assert(kConfiguration.look_up_table[0].instructions[2] == 0x00002601);

__attribute__((section(".boot_data"), used)) constexpr BootData kBootData = {0x60000000, __image_bytes, 0};

extern const ImageVectorTable kImageVectorTable;
__attribute__((section(".boot_ivt"), used)) constexpr ImageVectorTable kImageVectorTable = {
    0x432000D1, reset_handler, 0, nullptr, &kBootData, &kImageVectorTable, nullptr, 0};

}  // namespace

#endif  // BOARD_TEENSY40
