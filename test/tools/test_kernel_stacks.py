# SPDX-License-Identifier: Apache-2.0
"""The stack of the fast kernels is bounded, alone and with what they call, assembly included."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from kernel_stacks import Function, deepest, renewed, stacks, table

MOST_OWN, MOST_IN_ALL = 2_048, 2_304
"""Bytes; a board gives its stack 8 KB. 1.5 KB of weights is the most that a kernel keeps there."""


@pytest.fixture(scope="module")
def functions() -> dict[str, Function]:
    if shutil.which("arm-none-eabi-gcc") is None:
        pytest.skip("needs the cross compiler")
    return stacks()


def test_no_kernel_takes_more_than_its_share(functions: dict[str, Function]) -> None:
    print(table(functions))
    assert len(functions) > 150
    unbounded = {name for name, one in functions.items() if one.kind not in ("static", "assembly")}
    assert not unbounded
    assert not {name: one.own for name, one in functions.items() if one.own > MOST_OWN}
    totals = {name: deepest(functions, name) for name in functions}
    assert not {name: total for name, total in totals.items() if total > MOST_IN_ALL}


def test_assembly_is_counted_by_what_it_pushes(functions: dict[str, Function]) -> None:
    assembly = {name: one.own for name, one in functions.items() if one.kind == "assembly"}
    sources = Path(__file__).resolve().parents[2] / "lib" / "cmsis_nn" / "src"
    naked = [path for path in sources.glob("*.c") if "__attribute__((naked))" in path.read_text("utf-8")]
    assert len(assembly) >= len(naked) > 3
    # ten core registers and sixteen of the FPU's
    assert assembly["arm_nn_mat_mult_4x4_f32"] == 40 + 64


def test_the_deepest_call_counts_with_callbacks_through_pointers() -> None:
    functions = {
        "arm_walk": Function(100, "static", {"arm_inner", "__indirect_call", "memcpy"}),
        "arm_inner": Function(30),
        "a.c:store": Function(50),
        "a.c:helper": Function(8),
        "arm_other": Function(12, "static", {"a.c:helper"}),
    }
    assert deepest(functions, "arm_walk") == 150
    assert deepest(functions, "arm_other") == 20
    page = "before <!-- stacks: begin -->old<!-- stacks: end --> after"
    assert "old" not in renewed(page, functions)
    assert renewed(page, functions).startswith("before") and renewed(page, functions).endswith("after")
