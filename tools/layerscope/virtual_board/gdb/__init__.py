# SPDX-License-Identifier: Apache-2.0
"""GDB's remote serial protocol for virtual boards: `layerscope run IMAGE --board B --gdb PORT`."""

from layerscope.virtual_board.gdb.server import GdbServer

__all__ = ["GdbServer"]
