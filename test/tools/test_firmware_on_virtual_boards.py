# SPDX-License-Identifier: Apache-2.0
"""The real images on the virtual boards: console and host link as a client meets them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from layerscope.build import Variant, build_image
from layerscope.models.digits import read_digit
from layerscope.serial.console import Console
from layerscope.serial.host_link import HostLink
from layerscope.serial.ports import open_port
from layerscope.setup.compiler import find_cross_compiler
from layerscope.setup.packages import write_scons, write_toolchain
from layerscope.virtual_board import VirtualBoard

pytestmark = pytest.mark.skipif(not shutil.which("arm-none-eabi-gcc"), reason="needs the cross compiler")
CLOCK_HZ = {"disco_f746ng": 216_000_000, "teensy40": 600_000_000}
WEIGHTS_IN = {"disco_f746ng": "flash", "teensy40": "dtcm"}
CODE_IN = {"disco_f746ng": "flash", "teensy40": "itcm"}
HOST_LINK = {"disco_f746ng": "pty", "teensy40": "tcp:0"}  # one of each kind
DIGIT = {"disco_f746ng": 2, "teensy40": 8}


@dataclass
class Board:
    name: str
    machine: VirtualBoard
    console: Console
    link: HostLink


@pytest.fixture(scope="module", params=sorted(CLOCK_HZ))
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    packages = tmp_path_factory.mktemp("core") / "packages"
    write_scons(packages)
    write_toolchain(packages, find_cross_compiler())
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("PLATFORMIO_", "LAYERSCOPE_"))]:
            patch.delenv(name)
        patch.setenv("PLATFORMIO_CORE_DIR", str(packages.parent))
        image = build_image(Variant(request.param))
    with (
        VirtualBoard(image.elf, request.param, host_link=HOST_LINK[request.param]) as machine,
        Console.open(machine.console_url, silence_s=30, watch=machine.check) as console,
    ):
        lines = console.lines()
        assert next(lines) == f"Program started @ {CLOCK_HZ[request.param]}..."
        assert list(console.lines(0.5)) == []  # nothing went other than intended
        link = HostLink(open_port(machine.host_link_url), machine.host_link_url)
        yield Board(request.param, machine, console, link)
        machine.check()


def answer(board: Board, text: str, silence_s: float = 3.0) -> list[str]:
    board.console._port.write(text.encode("ascii"))
    return list(board.console.lines(silence_s))


def test_placement_is_the_boards_own_choice(board: Board) -> None:
    data = board.console.run_json()
    assert data["board"] == board.name and data["clock_hz"] == CLOCK_HZ[board.name]
    assert data["options"]["weights_in"] == WEIGHTS_IN[board.name]
    assert data["options"]["code_in"] == CODE_IN[board.name]
    assert (data["weights_copy_cycles"] > 0) == (board.name == "teensy40")
    assert data["outputs"].index(max(data["outputs"])) == DIGIT[board.name]


def test_marker_gives_every_layer_the_cycles_that_the_firmware_measured(board: Board) -> None:
    before = len(board.machine.report()["layers"])
    measured = [layer["cycles"] for layer in board.console.run_json()["layers"]]
    marked = [layer["cycles"] for layer in board.machine.report()["layers"][before:]]
    assert marked == measured


def test_single_digit_without_line_end_is_a_command(board: Board) -> None:
    lines = answer(board, "2")
    assert lines[0] == "Running inference..." and lines[-1].startswith("Out[9]: ")


def test_bad_lines_get_one_line_each(board: Board) -> None:
    assert len(answer(board, "frobnicate\n", 1)) == 1
    assert len(answer(board, "x" * 200 + "\n", 1)) == 1
    assert len(answer(board, "help\r\n", 1)) == 7


def test_host_link_gives_the_outputs_of_the_console(board: Board) -> None:
    assert board.link.stats().freq == CLOCK_HZ[board.name]
    expected = board.console.run_json()["outputs"]
    got = board.link.infer([pixel / 255 for pixel in read_digit(DIGIT[board.name]).pixels])
    assert got.output_f == pytest.approx(expected, rel=1e-8)
    for digit in (0, 5):
        outputs = board.link.infer([pixel / 255 for pixel in read_digit(digit).pixels]).output_f
        assert outputs.index(max(outputs)) == digit


def test_host_link_survives_garbage(board: Board) -> None:
    board.link._port.write(b"\x00\xff" * 100)
    time.sleep(1)
    (line,) = list(board.console.lines(1))
    assert line.startswith("Host link: a message of 200 bytes was refused")
    assert board.link.stats().version == 100
