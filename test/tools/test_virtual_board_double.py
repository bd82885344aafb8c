# SPDX-License-Identifier: Apache-2.0
"""Double precision: teensy40's FPU has it, disco_f746ng's does not."""

from __future__ import annotations

import math
import random
import struct
from pathlib import Path

import pytest
from bare_firmware import build, needs_tools, session
from layerscope.virtual_board import VirtualBoard
from layerscope.virtual_board.boards.test_bench import BOARD
from layerscope.virtual_board.differential import run
from layerscope.virtual_board.differential.sequences import random_sequence

pytestmark = needs_tools


def bits(value: float) -> str:
    return struct.pack(">d", value).hex()


@pytest.mark.parametrize("timing", [True, False])
def test_doubles_on_teensy40_are_those_of_any_computer(tmp_path: Path, timing: bool) -> None:
    total = alternating = 0.0
    newton = 1.0
    for _ in range(6):
        newton = (newton + 2 / newton) / 2
    for n in range(1, 501):
        total += 1 / (n * n)
        alternating += 1 / n if n & 1 else -1 / n
    with session(build(tmp_path, "teensy40", "double.c"), "teensy40", timing=timing) as s:
        assert s.ask("s") == f"sum {bits(total)}"
        assert s.ask("r") == f"newton {bits(newton)}"
        assert s.line() == f"own {bits(math.sqrt(2))}"
        assert s.ask("h") == f"interrupted {bits(alternating)}"


def test_a_double_on_disco_f746ng_is_an_undefined_instruction(tmp_path: Path) -> None:
    with session(build(tmp_path, "disco_f746ng", "double.c"), "disco_f746ng") as s:
        assert s.ask("s") == f"fault cfsr {1 << 16:08x}"


@pytest.mark.skipif(run.missing_tools() is not None, reason=str(run.missing_tools()))
def test_counts_of_random_sequences_equal_single_stepping(tmp_path: Path) -> None:
    dice = random.Random(7)
    sequences = [random_sequence(dice) for _ in range(300)]
    elf = run.build(tmp_path, run.assembly(sequences, dice, [n % 64 for n in range(300)]))
    reports = []
    for each in (0, 1):
        with VirtualBoard(elf, BOARD, parameters={"count_each_instruction": each}) as board:
            assert "breakpoint" in str(board.wait(60))
            reports.append(board.report())
    assert reports[0]["instructions"] > 100_000
    assert reports[1]["instructions_stepped"] == reports[0]["instructions"]
    assert reports[1]["cycles"] == reports[0]["cycles"]
