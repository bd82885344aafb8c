# SPDX-License-Identifier: Apache-2.0
"""The arena of operators that move elements and reduce them, on the target, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest
import test_runtime_arena as arena
from layerscope.models.arena import plan
from layerscope.models.reader import read_model
from movement_models import movement


@arena.needs_cross_compiler
@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
def test_plan_equals_arena_on_target(use_cmsis_nn: bool, tmp_path: Path) -> None:
    model = tmp_path / "movement.tflite"
    model.write_bytes(movement())
    arena._assert_plan_equals_target(model, use_cmsis_nn)


def test_squeezing_and_expanding_need_no_memory_with_fast_kernels(tmp_path: Path) -> None:
    model = tmp_path / "movement.tflite"
    model.write_bytes(movement())
    planned = plan(read_model(model), True)
    assert planned.in_place == {3, 5}
    assert plan(read_model(model), False).in_place == frozenset()
