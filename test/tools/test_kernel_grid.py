# SPDX-License-Identifier: Apache-2.0
"""A part of the kernel grid on both virtual boards; `make grid`: all.

Every output is exact, every stack bounded, nothing slower than with the reference kernels."""

from __future__ import annotations

import shutil

import pytest
from grid_shapes import Shape, few, shapes
from kernel_grid import BOARDS, Row, Run, listed, measure, slower, slower_on_all, summary, worst

SHAPES = 60
MOST_STACK_BYTES = 2_688
"""Of an Invoke() in all, of a board's 8 KB; the float convolutions keep 1.5 KB of weights there."""


ONCE_SLOWER = {
    ("CONV_2D", "float16"): ("drawn 2",),
    ("CONV_2D", "float32"): (
        "1x6x6x16-1x1x1-s11-d11-same",
        "1x7x4x6-3x3x2-s11-d11-same",
        "1x3x3x3-1x1x5-s11-d11-same",
        "1x1x1x4-1x1x4-s11-d11-same",
        "1x9x9x1-3x3x2-s11-d22-same",
        "1x3x3x17-3x3x5-s11-d11-valid",
        "1x2x2x8-5x5x4-s11-d11-same",
        "1x7x4x6-3x3x1-s11-d11-same",
    ),
    ("CONV_2D", "hybrid"): (
        "1x3x3x3-1x1x5-s11-d11-same",
        "1x1x1x40-1x1x20-s11-d11-same",
        "2x4x5x1-2x2x2-s21-d11-same",
        "1x9x9x1-3x3x2-s11-d22-same",
        "1x12x7x1-3x3x2-s11-d12-valid",
    ),
    ("CONV_2D", "int16"): ("1x12x7x1-3x3x2-s11-d12-valid",),
    ("CONV_2D", "int8"): (
        "1x3x3x3-1x1x5-s11-d11-same",
        "1x1x1x40-1x1x20-s11-d11-same",
        "1x2x2x12-1x1x2-s11-d11-same",
        "3x1x1x17-1x1x5-s11-d11-same",
        "1x9x9x1-3x3x2-s11-d22-same",
        "1x12x7x1-3x3x2-s11-d12-valid",
    ),
    ("DEPTHWISE_CONV_2D", "float32"): ("1x3x3x1-3x3x1-s11-d11-same",),
    ("FULLY_CONNECTED", "int8"): ("1x32x1", "1x2x150", "1x300x1"),
    ("FULLY_CONNECTED", "float32"): ("1x5x8", "1x1x300", "1x300x1"),
    ("FULLY_CONNECTED", "hybrid"): ("1x2x150",),
    ("MAX_POOL_2D", "int8"): ("1x8x8x1-2x2x1-s22-d11-valid", "1x7x9x1-3x3x1-s22-d11-same"),
    ("AVERAGE_POOL_2D", "float32"): ("1x6x5x1-6x5x1-s11-d11-valid",),
    ("ADD", "int8"): ("1x1 and 1x1",),
}
"""Shapes that fast kernels once took longer for than the reference kernels."""


@pytest.fixture(scope="module")
def every() -> list[Shape]:
    return shapes()


def _once_slower(every: list[Shape]) -> list[Shape]:
    return [shape for shape in every if shape.label in ONCE_SLOWER.get((shape.op, shape.form), ())]


@pytest.fixture(scope="module")
def boards(every: list[Shape]) -> list[list[Row]]:
    if shutil.which("arm-none-eabi-gcc") is None or shutil.which("cc") is None:
        pytest.skip("needs arm-none-eabi-gcc and a host C compiler")
    once = _once_slower(every)
    chosen = once + [shape for shape in few(every, SHAPES) if shape not in once]
    found = [measure(chosen, ("reference", "fast"), board=board) for board in BOARDS]
    for board, rows in zip(BOARDS, found, strict=True):
        print(summary(rows, board).text())
    return found


@pytest.fixture(scope="module")
def rows(boards: list[list[Row]]) -> list[Row]:
    return boards[0]


def test_the_grid_has_at_least_500_shapes_and_all_that_kernels_differ_by(every: list[Shape]) -> None:
    assert len(every) >= 500
    assert len({(shape.op, shape.form, shape.label) for shape in every}) > 990
    labels = {shape.label for shape in every if shape.op == "CONV_2D"}
    for part in ("-1x1x", "-3x3x", "-5x5x", "-7x7x", "-1x7x", "-s22", "-d22", "-g2", "2x5x6x5"):
        assert any(part in label for label in labels), part
    assert {shape.form for shape in every} >= {"int8", "float32", "hybrid", "int16", "int8 int4", "float16"}


def test_every_output_is_the_reference_kernels(rows: list[Row]) -> None:
    assert len(rows) >= SHAPES
    assert not {(row.shape.op, row.shape.label): row.difference for row in rows if row.difference}
    floats = ("float32", "hybrid", "float16")
    assert all(row.exact for row in rows if row.shape.form not in floats)


def test_the_stack_of_a_layer_is_bounded(rows: list[Row]) -> None:
    most = max(rows, key=lambda row: row.runs["fast"].stack_bytes)
    assert 0 < most.runs["fast"].stack_bytes <= MOST_STACK_BYTES, most.shape
    assert min(row.runs["fast"].stack_bytes for row in rows) > 64


def test_nothing_is_slower_than_the_reference_kernels(every: list[Shape], boards: list[list[Row]]) -> None:
    assert len(_once_slower(every)) == sum(map(len, ONCE_SLOWER.values()))
    found = slower_on_all(boards, "fast", "reference")
    assert not [(row.shape.op, row.shape.form, row.shape.label, row.ratio("fast")) for row, *_ in found]


def _row(cycles: tuple[int, int], instructions: tuple[int, int] = (10, 10)) -> Row:
    shape = Shape("CONV_2D", "int8", f"{cycles}", b"")
    runs = {name: Run(instructions[i], cycles[i], 100, b"") for i, name in enumerate(("reference", "fast"))}
    return Row(shape, "arm_convolve_s8", runs, True, "")


def test_what_is_slower_is_found_and_listed_worst_first() -> None:
    rows = [_row((100, 90)), _row((100, 120)), _row((100, 150)), _row((100, 50), (10, 11))]
    found = slower(rows, "fast", "reference")
    assert [row.runs["fast"].cycles for row in found] == [150, 120, 50]
    assert worst(rows, "fast", "reference") is rows[2]
    text = listed(found, "fast", "reference").text()
    assert "1.500" in text
    assert "3 shapes" in text


def test_a_shape_is_slower_where_both_boards_say_so_and_by_more_than_a_place_in_memory_decides() -> None:
    disco = [_row((1_000, 1_200)), _row((1_000, 1_200)), _row((1_000, 1_090)), _row((10_000, 10_200))]
    teensy = [_row((1_000, 1_150)), _row((1_000, 990)), _row((1_000, 1_200)), _row((10_000, 10_400))]
    assert slower_on_all([disco, teensy], "fast", "reference") == [(disco[0], teensy[0])]
