# SPDX-License-Identifier: Apache-2.0
"""The core seen from the inside: test/firmware/core_checks.c on both boards and on a second emulator."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from bare_firmware import BOARDS, FIRMWARE, build, needs_tools, session

pytestmark = needs_tools
SOURCES = ["core_checks.c", *sorted(path.name for path in FIRMWARE.glob("check_*.c"))]
_QEMU = ["qemu-system-arm", "-M", "mps2-an500", "-cpu", "cortex-m7", "-display", "none", "-monitor", "none"]
_QEMU += ["-serial", "stdio", "-semihosting-config", "enable=on,target=native", "-kernel"]
# What the second emulator does otherwise stands in the sources, each with its reason.
_FEWEST = {"disco_f746ng": 200, "teensy40": 200, "an500": 185}


def _examine(lines: list[str], board: str) -> set[str]:
    wrong = [line for line in lines if line.startswith("not ok")]
    assert not wrong, wrong
    right = [line.removeprefix("ok ") for line in lines if line.startswith("ok ")]
    assert lines[-1] == f"checks {len(right):08x} failures 00000000"
    assert len(right) >= _FEWEST[board]
    return set(right)


@pytest.fixture(scope="module", params=BOARDS)
def checked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, set[str]]:
    """What holds on a board, all faults being wanted."""
    board = str(request.param)
    elf = build(tmp_path_factory.mktemp(board), board, *SOURCES)
    with session(elf, board, lenient=True) as s:
        lines = []
        while not lines or not lines[-1].startswith("checks"):
            lines.append(s.line())
        report = s.board.report()
    assert sum(report["stalls"].values()) == report["cycles"]
    return board, _examine(lines, board)


def test_what_the_architecture_manual_says_holds(checked: tuple[str, set[str]]) -> None:
    assert len(checked[1]) > 150


@pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="needs qemu-system-arm")
def test_a_second_emulator_agrees(checked: tuple[str, set[str]], tmp_path: Path) -> None:
    elf = build(tmp_path, "an500", *SOURCES)
    done = subprocess.run(
        [*_QEMU, str(elf)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True
    )
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0] == "ready"
    assert _examine(lines[1:], "an500") <= checked[1]
