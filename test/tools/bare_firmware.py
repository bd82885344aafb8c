# SPDX-License-Identifier: Apache-2.0
"""Builds the test programs of test/firmware and talks to them on a virtual board."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from layerscope.virtual_board import VirtualBoard

FIRMWARE = Path(__file__).resolve().parents[1] / "firmware"
BOARDS = ("disco_f746ng", "teensy40")
_FLAGS = (
    "-mcpu=cortex-m7 -mthumb -mfloat-abi=hard -mfpu=fpv5-sp-d16 -O2 -g -ffreestanding -nostdlib -Wall -Wextra"
)

needs_tools = pytest.mark.skipif(
    shutil.which("arm-none-eabi-gcc") is None or shutil.which("cc") is None,
    reason="needs arm-none-eabi-gcc and a host C compiler",
)


def build(folder: Path, board: str, *sources: Path | str, bad_ivt: int = 0, ending: str = "") -> Path:
    """Links `sources` (names in test/firmware, or paths) with the bare start-up."""
    elf = folder / f"{board}.elf"
    command = [
        "arm-none-eabi-gcc",
        *_FLAGS.split(),
        f"-D{board.upper()}",
        f"-DBAD_IVT={bad_ivt}",
        *([f"-DENDING='{ending}'"] if ending else []),
        f"-I{FIRMWARE}",
    ]
    command += [f"-T{FIRMWARE / board}.ld", "-Wl,--no-warn-rwx-segments", "-o", str(elf)]
    command += [str(FIRMWARE / source) for source in ("bare.c", *sources)]
    subprocess.run(command, check=True)
    return elf


class Session:
    """A running board and its console."""

    def __init__(self, board: VirtualBoard, line: socket.socket) -> None:
        self.board = board
        self._port = line.makefile("rwb", buffering=0)

    def line(self) -> str:
        text = b""
        while not text.endswith(b"\n") and (byte := self._port.read(1)):
            text += byte
        if not text.endswith(b"\n"):
            self.board.wait(5)
            raise AssertionError(f"the console ended with {text!r}; {self.board.stopped}")
        return text.decode(errors="replace").rstrip()

    def ask(self, letters: str) -> str:
        self._port.write(letters.encode())
        return self.line()

    def expect_stop(self, letters: str) -> str:
        self._port.write(letters.encode())
        sentence = self.board.wait(10)
        assert sentence is not None, "the board went on"
        return sentence


@contextmanager
def session(elf: Path, board: str, first: str = "ready", **options: Any) -> Iterator[Session]:
    with VirtualBoard(elf, board, **options) as virtual:
        address, port = virtual.console_url.removeprefix("socket://").split(":")
        with socket.create_connection((address, int(port)), timeout=30) as line:
            opened = Session(virtual, line)
            assert opened.line() == first
            yield opened
