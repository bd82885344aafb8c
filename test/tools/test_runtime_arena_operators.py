# SPDX-License-Identifier: Apache-2.0
"""The build's arena is the target's for operators one by one, as they are generated."""

from __future__ import annotations

from pathlib import Path

import pytest
from layerscope.verify.cases import make_case
from test_runtime_arena import _assert_plan_equals_target, needs_cross_compiler

OPERATORS = [
    ("ADD_N", "float32"),
    ("ADD_N", "int8"),
    ("BATCH_MATMUL", "float32"),
    ("BATCH_MATMUL", "int16"),
    ("CUMSUM", "int8"),
    ("EMBEDDING_LOOKUP", "int8"),
    ("L2_NORMALIZATION", "int8"),
    ("L2_POOL_2D", "float32"),
    ("RESIZE_BILINEAR", "int8"),
    ("RESIZE_NEAREST_NEIGHBOR", "float32"),
    ("SVDF", "float32"),
    ("SVDF", "int8"),
    ("SVDF", "int8 int16"),
    ("TRANSPOSE_CONV", "float32"),
    ("TRANSPOSE_CONV", "int8"),
    ("TRANSPOSE_CONV", "int16"),
    ("UNIDIRECTIONAL_SEQUENCE_LSTM", "float32"),
    ("UNIDIRECTIONAL_SEQUENCE_LSTM", "int8"),
    ("UNIDIRECTIONAL_SEQUENCE_LSTM", "int16"),
]


@needs_cross_compiler
@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
@pytest.mark.parametrize(("op", "form"), OPERATORS)
def test_plan_equals_arena_on_target(op: str, form: str, use_cmsis_nn: bool, tmp_path: Path) -> None:
    model = tmp_path / "operator.tflite"
    model.write_bytes(make_case(op, form, 2).model)
    _assert_plan_equals_target(model, use_cmsis_nn)
