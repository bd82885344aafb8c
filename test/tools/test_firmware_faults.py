# SPDX-License-Identifier: Apache-2.0
"""lib/board on the virtual boards: what a fault says, and that the board is up again after it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import board_images
import pytest
from layerscope.serial.console import Console
from layerscope.virtual_board import VirtualBoard

pytestmark = pytest.mark.skipif(shutil.which("arm-none-eabi-g++") is None, reason="no cross compiler")


@pytest.fixture(scope="module", params=["disco_f746ng", "teensy40"])
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probe]:
    elf = board_images.build("fault_probe", request.param, tmp_path_factory.mktemp("probe") / "probe.elf")
    with (
        VirtualBoard(elf, request.param) as machine,
        Console.open(machine.console_url, silence_s=20, watch=machine.check) as console,
    ):
        yield Probe(request.param, console)


class Probe:
    def __init__(self, name: str, console: Console) -> None:
        self.name = name
        self._console = console
        self._lines_until_boot()

    def _lines_until_boot(self) -> list[str]:
        lines = []
        for line in self._console.lines():
            if line == f"Program started @ {self.name}":
                return lines
            lines.append(line)
        raise AssertionError(f"the board did not start again after {lines}")

    def report_of(self, way: str) -> str:
        """What the console gets between the character and the boot line that follows."""
        self._console.send(way)
        return "\n".join(self._lines_until_boot())


def test_null_pointer_is_trapped_and_named(board: Probe) -> None:
    report = board.report_of("n")
    assert "MemManage fault, fault status 0x00000082" in report
    assert "a load or store touched memory that it may not, at 0x00000010 (a null pointer)." in report
    assert re.search(r"\npc 0x[0-9A-F]{8} lr 0x[0-9A-F]{8} sp 0x20[0-9A-F]{6} psr 0x01", report)
    assert re.search(r"\nr0 0x[0-9A-F]{8} r1 .* r12 0x", report)
    assert re.search(r"\nr8 0x.* r11 0x[0-9A-F]{8}\n", report)
    assert "CFSR 0x00000082 HFSR 0x00000000 MMFAR 0x00000010 BFAR" in report
    assert report.endswith("Resetting...")


def test_stack_overflow_is_trapped_although_no_stack_is_left(board: Probe) -> None:
    report = board.report_of("s")
    assert "the stack overflowed" in report and "(beyond the stack's end)" in report
    assert "No stack frame at sp 0x1FFF" in report


def test_code_and_constants_cannot_be_written(board: Probe) -> None:
    assert "a load or store touched memory that it may not, at 0x" in board.report_of("f")


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("u", "UsageFault, fault status 0x00010000: an undefined instruction was executed."),
        ("b", "HardFault, fault status 0x00000000: an exception that nothing handles, or a breakpoint"),
        ("a", "abort() was called"),
    ],
)
def test_fault_is_named(board: Probe, way: str, said: str) -> None:
    assert said in board.report_of(way)


def test_reset_on_request_is_silent(board: Probe) -> None:
    assert board.report_of("r") == ""


def test_the_board_works_after_many_faults(board: Probe) -> None:
    for way in "nsunsu":
        assert "Resetting..." in board.report_of(way)
