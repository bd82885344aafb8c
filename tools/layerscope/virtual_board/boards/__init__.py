# SPDX-License-Identifier: Apache-2.0
"""The virtual boards: what each is made of and what each step costs, every number with its source."""

from layerscope.virtual_board.boards.disco_f746ng import BOARD as _disco_f746ng
from layerscope.virtual_board.boards.parameters import Board
from layerscope.virtual_board.boards.teensy40 import BOARD as _teensy40

BOARDS: dict[str, Board] = {board.name: board for board in (_disco_f746ng, _teensy40)}

__all__ = ["BOARDS", "Board"]
