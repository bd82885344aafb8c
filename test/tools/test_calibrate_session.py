# SPDX-License-Identifier: Apache-2.0
"""What a board answers to `calibrate`, whole and damaged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fake_board import FakeBoard
from layerscope.calibrate.image import Plan, plan
from layerscope.calibrate.rows import PipelineRow, Row
from layerscope.calibrate.session import Measurement, measure
from layerscope.errors import LayerscopeError
from layerscope.serial.console import Console

ROWS: list[Row] = [PipelineRow("a row", 2, "here", body="nop", copies=(10, 2))]
COMMAND = "calibrate 3 0 1"


def summary(made: Plan, **changes: Any) -> str:
    said = {"calibrate": 1, "board": made.board, "clock_hz": 216_000_000, "sources": made.sources}
    return json.dumps({**said, "rows": 2, "sum": 110, **changes})


def lines(first: str = "", second: str = "", last: str = "", **changes: Any) -> list[str]:
    """A board's answer: two pieces of one row, and the last line."""
    made = plan("disco_f746ng", ROWS)
    return [
        first or 'row 0 "a row" repeats 10 cycles 25 median 25 samples 30 25 25',
        second or 'row 1 "a row" repeats 2 cycles 9 median 9 samples 12 9 9',
        last or summary(made, **changes),
    ]


def answered(answer: list[str], silence_s: float = 5.0) -> Measurement:
    made = plan("disco_f746ng", ROWS)
    with FakeBoard(answers={COMMAND: answer}) as board, Console.open(board.url, silence_s) as console:
        console.wait_for_boot(5)
        return measure(console, made, runs=3)


def test_a_row_is_the_median_of_many_copies_less_that_of_few() -> None:
    found = answered(lines())
    assert found.samples == {0: [30, 25, 25], 1: [12, 9, 9]}
    assert found.values(plan("disco_f746ng", ROWS), ROWS) == [2.0]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lines(first='row 0 "a row" repeats 10 cycles 2'), "damaged line"),
        (lines(first='row 0 "a row" repeats 10 cycles 25 median 25 samples 30 25'), "do not agree"),
        (lines(first='row 0 "a row" repeats 10 cycles 25 median 25 samples 31 25 25'), "the rows' sum"),
        (lines(first='row 0 "another" repeats 10 cycles 25 median 25 samples 30 25 25'), "has other rows"),
        (lines(first='row 7 "a row" repeats 10 cycles 25 median 25 samples 30 25 25'), "has other rows"),
        (lines(first="row"), "the rows' sum"),
        (lines(sum=111), "the rows' sum"),
        (lines(last='{"calibrate": 1, "board'), "damaged last line"),
        (lines(last='{"calibrate": 1}'), "damaged last line"),
        (lines(board="teensy40"), "is a teensy40, not a disco_f746ng; say --board teensy40"),
        (lines(sources="0" * 64), "was built from other sources"),
        (lines(calibrate=2), "was built from other sources"),
        (['error: row 0 "a row": its memory did not start'], "its memory did not start"),
        (["Unknown command: `help` lists the commands."], "is no calibration image"),
        (["MemManage fault, fault status 0x82"], "failed: MemManage"),
        ([lines()[0], summary(plan("disco_f746ng", ROWS), rows=1, sum=80)], "left out row 1"),
    ],
)
def test_an_answer_that_is_not_right_is_one_sentence(answer: list[str], sentence: str) -> None:
    with pytest.raises(LayerscopeError, match=sentence):
        answered(answer)


def test_a_board_that_stops_in_the_middle_is_given_up() -> None:
    with pytest.raises(LayerscopeError, match=r"did not finish in 0\.5 s"):
        answered(lines()[:1], silence_s=0.5)


def test_many_rows_are_asked_for_in_lines_that_the_board_takes() -> None:
    rows = [PipelineRow(f"row {n}", 1, "here", body=f"movs r0, #{n}") for n in range(100)]
    made = plan("disco_f746ng", rows)
    assert len(made.pieces) == 200
    with FakeBoard() as board, Console.open(board.url, 5) as console:
        console.wait_for_boot(5)
        with pytest.raises(LayerscopeError, match="no calibration image"):
            measure(console, made, runs=3)
    (line,) = board.received
    assert 200 < len(line) < 240
