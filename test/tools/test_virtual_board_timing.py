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


def test_the_documented_figures_are_those_that_are_measured() -> None:
    assert timing_table.DOCUMENT.read_text() == timing_table.renew(), (
        "docs/timing.md is out of date; run `.venv/bin/python test/tools/timing_table.py`"
    )
