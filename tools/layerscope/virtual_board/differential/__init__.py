# SPDX-License-Identifier: Apache-2.0
"""The engine against an independent emulator, QEMU's mps2-an500, over random sequences of instructions.

`python -m layerscope.virtual_board.differential --instructions 1000000` compares what both leave behind.
"""
