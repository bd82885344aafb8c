# SPDX-License-Identifier: Apache-2.0
"""A part of the kernel grid on a virtual board: every output exact, every stack bounded. `make grid`: all."""

from __future__ import annotations

import shutil

import pytest
from grid_shapes import Shape, few, shapes
from kernel_grid import Row, Run, listed, measure, slower, summary, worst

SHAPES = 60
MOST_STACK_BYTES = 3_072
"""Of an Invoke() in all, of a board's 8 KB; the float convolutions keep 1.5 KB of weights there."""


@pytest.fixture(scope="module")
def every() -> list[Shape]:
    return shapes()


@pytest.fixture(scope="module")
def rows(every: list[Shape]) -> list[Row]:
    if shutil.which("arm-none-eabi-gcc") is None or shutil.which("cc") is None:
        pytest.skip("needs arm-none-eabi-gcc and a host C compiler")
    found = measure(few(every, SHAPES), ("reference", "fast"))
    print(summary(found).text())
    return found


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
