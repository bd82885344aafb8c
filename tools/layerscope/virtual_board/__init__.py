# SPDX-License-Identifier: Apache-2.0
"""Virtual boards: the unmodified firmware image of a real board runs in a process of its own.

with VirtualBoard("firmware.elf", "disco_f746ng") as board:
    port = serial.serial_for_url(board.console_url, timeout=5)
    port.write(b"2")
    ...
    print(board.report()["layers"])
"""

from layerscope.virtual_board.board import BoardStopped, VirtualBoard, VirtualBoardError
from layerscope.virtual_board.boards import BOARDS

__all__ = ["BOARDS", "BoardStopped", "VirtualBoard", "VirtualBoardError"]
