# SPDX-License-Identifier: Apache-2.0
"""Teensy 4.0: i.MX RT1062, 600 MHz, 2 MB quad FlexSPI flash."""

from layerscope.virtual_board.boards.cortex_m7 import CORE
from layerscope.virtual_board.boards.parameters import Board
from layerscope.virtual_board.boards.parameters import Parameter as P

BOARD = Board(
    name="teensy40",
    soc="imxrt1062",
    load_address=0x6000_0000,
    parameters=[
        *CORE,
        P("crystal_hz", 24_000_000, "board"),
        P("icache_sets", 512, "32 KB, 2 ways, 32-byte lines (NXP AN12042)"),
        P("icache_ways", 2, "TRM"),
        P("dcache_sets", 256, "32 KB, 4 ways, 32-byte lines (NXP AN12042)"),
        P("dcache_ways", 4, "TRM"),
        P(
            "flexspi_setup_clocks",
            20,
            "LUT of the flash configuration block: 8 command, 6 address, 2 mode, 4 dummy clocks",
        ),
        P("flexspi_line_clocks", 64, "32 bytes on 4 pads, single data rate"),
        P("flexspi_bus_overhead", 10, "unconfirmed: AHB buffer to core, core cycles"),
        P("flash_store_miss", 0, "flash is not written"),
        P("flash_write_back", 0, "flash is not written"),
        P("ocram_fill", 28, "unconfirmed: 4 beats of 64 bits at a quarter of the core clock, and about 10"),
        P("ocram_store_miss", 4, "unconfirmed: fills behind the store buffer"),
        P("ocram_write_back", 4, "unconfirmed: eviction buffer"),
        P("ocram_uncached", 20, "unconfirmed"),
        P("peripheral_access", 16, "unconfirmed: AIPS bridge at a quarter of the core clock"),
    ],
)
