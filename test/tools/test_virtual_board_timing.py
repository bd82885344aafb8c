# SPDX-License-Identifier: Apache-2.0
"""Each rule of the timing model gives its microbenchmark's published figure, and breaks it when wrong."""

from __future__ import annotations

from functools import cache

import pytest
import timing_table
from bare_firmware import needs_tools
from layerscope.build import Image
from layerscope.calibrate import virtual
from layerscope.calibrate.image import Plan, build, plan, rows_of
from layerscope.calibrate.rows import BOARDS, Row
from layerscope.virtual_board import BOARDS as VIRTUAL_BOARDS
from layerscope.virtual_board.boards.cortex_m7 import CORE

pytestmark = needs_tools


@cache
def built(board: str) -> tuple[Plan, Image]:
    made = plan(board)
    return made, build(made)


@cache
def measured(board: str) -> virtual.Modelled:
    return virtual.run(*built(board))


@pytest.mark.parametrize("board", BOARDS)
def test_every_row_gives_its_figure(board: str) -> None:
    rows = rows_of(board)
    values = measured(board).measurement.values(built(board)[0], rows)
    wrong = []
    for row, value in zip(rows, values, strict=True):
        print(f"{'' if row.good(value) else '!'}{row.name:45} {value:7.2f} {row.figure:7.2f}  {row.source}")
        if not row.good(value):
            wrong.append(f"{row.name}: {value:.2f} instead of {row.figure}")
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize("board", BOARDS)
def test_every_cycle_of_every_row_has_one_cause(board: str) -> None:
    plan, _ = built(board)
    result = measured(board)
    samples = [value for number in range(len(plan.pieces)) for value in result.measurement.samples[number]]
    assert [interval["cycles"] for interval in result.intervals] == samples
    assert [sum(interval["stalls"].values()) for interval in result.intervals] == samples


WRONG_RULES = [
    (row, parameter, value)
    for board in BOARDS
    for row in rows_of(board)
    if row.boards[0] == board
    for parameter, value in row.breaks.items()
]


@pytest.mark.parametrize(
    ("row", "parameter", "value"),
    WRONG_RULES,
    ids=[f"{parameter}={value}: {row.name}" for row, parameter, value in WRONG_RULES],
)
def test_a_wrong_rule_breaks_its_row(row: Row, parameter: str, value: int) -> None:
    found = virtual.perturbed(*built(row.boards[0]), row, parameter, value)
    assert not row.good(found), f"{row.name} still gives {found:.2f} with {parameter} {value}"


# Not of a row: what it is held by, or what it is.
WITHOUT_A_ROW = {
    "count_each_instruction": "a switch, no time",
    "exception_entry": "a row is code without exceptions: test_exception_times.py",
    "exception_return": "a row is code without exceptions: test_exception_times.py",
    "exception_tail_chain": "a row is code without exceptions: test_exception_times.py",
    "exception_fp_frame": "a row is code without exceptions: test_exception_times.py",
}


def test_every_parameter_of_the_core_has_a_row_that_it_breaks() -> None:
    broken = {parameter for _, parameter, _ in WRONG_RULES}
    assert {p.name for p in CORE} - broken == set(WITHOUT_A_ROW)


def test_every_parameter_of_a_board_has_a_row_that_it_breaks() -> None:
    broken = {parameter for _, parameter, _ in WRONG_RULES}
    core = {p.name for p in CORE}
    # Clocks are no times; a pair of writes to fast pins is held by test_virtual_board_rt1062.py.
    without = {"crystal_hz", "flash_limit_mhz", "fast_gpio_access"}
    for board in VIRTUAL_BOARDS.values():
        assert {p.name for p in board.parameters} - core - broken <= without, board.name


def test_most_rows_have_a_published_figure() -> None:
    rows = {row.name for board in BOARDS for row in rows_of(board) if not row.source.startswith("rule")}
    assert len(rows) >= 60


def _is_current(documented: str, measured: str) -> bool:
    """Equal, or a row whose figure (and the deviation behind it) differs by a tenth of a cycle at most.

    Where a command finds the SDRAM's refresh, and so a row's phase to it, depends on when the host sends it.
    """
    if documented == measured:
        return True
    old, new = documented.split("|"), measured.split("|")
    if len(old) < 6 or len(old) != len(new) or old[:2] + old[3:4] + old[5:] != new[:2] + new[3:4] + new[5:]:
        return False
    return abs(float(old[2]) - float(new[2])) <= 0.1


def test_the_documented_figures_are_those_that_are_measured() -> None:
    lines = timing_table.DOCUMENT.read_text().split("\n"), timing_table.renew().split("\n")
    assert len(lines[0]) == len(lines[1]) and all(map(_is_current, *lines)), (
        "docs/timing.md is out of date; run `.venv/bin/python test/tools/timing_table.py`"
    )


def test_a_documented_row_that_is_off_or_of_another_name_is_found() -> None:
    row = "| cold line, SDRAM | 37.02 | 37 | +0 % | rule |  |"
    assert _is_current(row, row.replace("37.02", "36.95").replace("+0", "-0"))
    assert not _is_current(row, row.replace("37.02", "37.2"))
    assert not _is_current(row, row.replace("| 37 |", "| 38 |"))
    assert not _is_current(row, row.replace("cold", "warm"))
    assert not _is_current("a sentence", "another")
