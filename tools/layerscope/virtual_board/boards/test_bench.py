# SPDX-License-Identifier: Apache-2.0
"""A core with memory and nothing else, for tests of the engine against other emulators."""

from layerscope.virtual_board.boards.cortex_m7 import CORE
from layerscope.virtual_board.boards.parameters import Board
from layerscope.virtual_board.boards.parameters import Parameter as P

BOARD = Board(
    name="test_bench",
    soc="test_bench",
    load_address=0,
    parameters=[
        *CORE,
        P("icache_sets", 64, "as disco_f746ng"),
        P("icache_ways", 2, "as disco_f746ng"),
        P("dcache_sets", 32, "as disco_f746ng"),
        P("dcache_ways", 4, "as disco_f746ng"),
    ],
)
