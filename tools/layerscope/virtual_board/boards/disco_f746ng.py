# SPDX-License-Identifier: Apache-2.0
"""STM32F746G-DISCOVERY: STM32F746NGH6, 216 MHz, 25 MHz crystal."""

from layerscope.virtual_board.boards.cortex_m7 import CORE
from layerscope.virtual_board.boards.parameters import Board
from layerscope.virtual_board.boards.parameters import Parameter as P

BOARD = Board(
    name="disco_f746ng",
    soc="stm32f746",
    load_address=0x0800_0000,
    reset_values="stm32f746_reset_values.txt",
    parameters=[
        *CORE,
        P("crystal_hz", 25_000_000, "board: X2"),
        P("icache_sets", 64, "4 KB, 2 ways, 32-byte lines (CCSIDR of the chip; TRM)"),
        P("icache_ways", 2, "TRM"),
        P("dcache_sets", 32, "4 KB, 4 ways, 32-byte lines (CCSIDR of the chip; TRM)"),
        P("dcache_ways", 4, "TRM"),
        # Flash: a row of 256 bits after FLASH_ACR's wait states + 1, then 64 bits a cycle (RM0385: flash
        # interface; AXI to 64-bit AHB bridge): 11 cycles a line at 7 wait states.
        P(
            "axi_bridge",
            5,
            "unconfirmed: cache look-up, AXI to AHB bridge and back; bounded by the published fully "
            "connected float layer: 69 cycles a line of flash with its 8 multiply-accumulates",
        ),
        P(
            "flash_beat",
            1,
            "unconfirmed: the row that was read stays in the flash interface; 8 would be a new access for "
            "each 64 bits",
        ),
        P("sram_access", 1, "RM0385: SRAM1 and SRAM2 at HCLK without wait states"),
        P("sram_line", 8, "RM0385: 32-bit AHB, 8 words"),
        # The SDRAM's clock, CAS latency and row times are what the image sets in FMC_SDCR1 and FMC_SDTR1.
        # With lib/board's (72 MHz at 216 MHz, CAS 2, rows opened in 2 + 2 clocks) a line in an open row is 22
        # clocks of 3 core cycles, and the overhead: 72 cycles; 16 lines share a row.
        P("sdram_line_clocks", 16, "UM1907: 16 data lines; RM0385, RBURST: reads follow each other"),
        P("sdram_controller_clocks", 4, "unconfirmed: command, pads and read FIFO, in clocks of the SDRAM"),
        P("sdram_bus_overhead", 6, "unconfirmed: AXI to FMC"),
        P("art_lines", 64, "RM0385: ART holds 64 lines of 256 bits"),
        P("peripheral_access", 8, "unconfirmed: AHB and APB bridges"),
    ],
    faults={
        "sdram": "the SDRAM's topmost address line is stuck",
        "sdram_busy": "the SDRAM controller stays busy",
    },
)
