# SPDX-License-Identifier: Apache-2.0
"""Teensy 4.0: i.MX RT1062, 600 MHz, 2 MB quad FlexSPI flash."""

from layerscope.virtual_board.boards.cortex_m7 import CORE
from layerscope.virtual_board.boards.parameters import Board
from layerscope.virtual_board.boards.parameters import Parameter as P

BOARD = Board(
    name="teensy40",
    soc="imxrt1062",
    load_address=0x6000_0000,
    reset_values="imxrt1062_reset_values.txt",
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
        P(
            "flexspi_bus_overhead",
            78,
            "calibrated, core cycles: about 400 ns for a byte that misses (PJRC forum, 73428: Teensy 4.1 at "
            "600 MHz), less the 36 clocks of 133 MHz until the first 64 bits",
        ),
        P(
            "flexspi_read_ahead",
            8,
            "unconfirmed: AHB receive buffer of 256 bytes; 1 KB in four (IMXRT1060RM)",
        ),
        P(
            "flash_limit_mhz",
            150,
            "W25Q16JV: 133 MHz; more is allowed since the divider that the boot ROM leaves is unconfirmed",
        ),
        P("ocram_access", 4, "IMXRT1060RM: OCRAM on the 150 MHz bus, a quarter of the core clock"),
        P("ocram_line", 16, "4 beats of 64 bits at a quarter of the core clock"),
        P("ocram_bridge", 10, "unconfirmed: cache look-up and crossing into the slower clock, both ways"),
        P("peripheral_access", 16, "unconfirmed: AIPS bridge at a quarter of the core clock"),
        P(
            "fast_gpio_access",
            2,
            "PJRC forum, 57185 (Teensy 4.0 at 600 MHz): a pin set and cleared in a row swings at 150 MHz; "
            "for reads unconfirmed",
        ),
    ],
)
