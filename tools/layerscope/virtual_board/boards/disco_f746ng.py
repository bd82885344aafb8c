# SPDX-License-Identifier: Apache-2.0
"""STM32F746G-DISCOVERY: STM32F746NGH6, 216 MHz, 25 MHz crystal."""

from layerscope.virtual_board.boards.cortex_m7 import CORE
from layerscope.virtual_board.boards.parameters import Board
from layerscope.virtual_board.boards.parameters import Parameter as P

BOARD = Board(
    name="disco_f746ng",
    soc="stm32f746",
    load_address=0x0800_0000,
    parameters=[
        *CORE,
        P("crystal_hz", 25_000_000, "board: X2"),
        P("icache_sets", 64, "4 KB, 2 ways, 32-byte lines (CCSIDR of the chip; TRM)"),
        P("icache_ways", 2, "TRM"),
        P("dcache_sets", 32, "4 KB, 4 ways, 32-byte lines (CCSIDR of the chip; TRM)"),
        P("dcache_ways", 4, "TRM"),
        # A line from flash is 4 beats of (wait states + 1) and this overhead: 37 cycles at 7 wait states.
        P(
            "flash_fill_overhead",
            5,
            "calibrated on the published fully connected layer of the MNIST network, F746 at 216 MHz",
        ),
        P("flash_store_miss", 0, "flash is not written"),
        P("flash_write_back", 0, "flash is not written"),
        P("sram_fill", 9, "unconfirmed: 4 beats of 64 bits, AXI bridge, SRAM without wait states"),
        P("sram_store_miss", 2, "unconfirmed: fills behind the store buffer"),
        P("sram_write_back", 2, "unconfirmed: eviction buffer"),
        P("sram_uncached", 10, "unconfirmed: single access through the AXI bridge"),
        # The SDRAM's clock, CAS latency and row times are what the image sets in FMC_SDCR1 and FMC_SDTR1.
        # With lib/board's (72 MHz at 216 MHz, CAS 2, rows opened in 2 + 2 clocks) a line in an open row is 22
        # clocks of 3 core cycles, and the overhead: 72 cycles; 16 lines share a row.
        P("sdram_line_clocks", 16, "UM1907: 16 data lines; RM0385, RBURST: reads follow each other"),
        P("sdram_controller_clocks", 4, "unconfirmed: command, pads and read FIFO, in clocks of the SDRAM"),
        P("sdram_bus_overhead", 6, "unconfirmed: AXI to FMC"),
        P("sdram_store_miss", 72, "unconfirmed: a copy waits for the bus, which fills the line it writes"),
        P("sdram_write_back", 66, "unconfirmed: 22 clocks of 3 cycles: data, change of row, write"),
        P("sdram_uncached", 30, "unconfirmed: 8 clocks of 3 cycles, and the overhead"),
        P("art_lines", 64, "RM0385: ART holds 64 lines of 256 bits"),
        P("peripheral_access", 8, "unconfirmed: AHB and APB bridges"),
    ],
    faults={
        "sdram": "the SDRAM's topmost address line is stuck",
        "sdram_busy": "the SDRAM controller stays busy",
    },
)
