# SPDX-License-Identifier: Apache-2.0
"""Scales, zero points and ranks that a kernel would refuse on the board: the build refuses them, too."""

from __future__ import annotations

import random

import numpy as np
import pytest
from exactness import Operand, one_operator
from layerscope.host_runtime import HostRuntime, HostRuntimeError
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.kernels import RULES
from layerscope.models.kernels.rule import Types
from layerscope.models.kernels.shapes import along_last, broadcast, same_shape
from layerscope.models.reader import read_model

DRAWS = 25
OPTIONS = {"SOFTMAX": ("Beta", (1.0, 0.25, -1.0, 1e-6))}
SCALES = (0.0, 1e-9, 2.0**-26, 2.0**-16, 2.0**-15, 1 / 256, 1 / 128, 1 / 16, 0.1, 0.9999, 1.0, 3.5, 900.0)
ZERO_POINTS = {"int8": (-128, 0, 5, 127), "int16": (-32768, 0, 0, 0, 3), "uint8": (0, 128)}
QUANTISED = sorted(
    (name, types)
    for name, rule in RULES.items()
    for types in rule.types
    if (rule.check in (same_shape, along_last, broadcast) or name == "ADD_N")
    and ZERO_POINTS.keys() & {*types[0], *types[1]}
)


def draw(chance: random.Random, op: str, types: Types) -> bytes:
    shape = chance.choice(((2, 3), (4,), ()))
    operands = []
    for position, type in enumerate((*types[0], *types[1])):
        scale = chance.choice(SCALES) if type in ZERO_POINTS else 0.0
        zero_point = chance.choice(ZERO_POINTS[type]) if type in ZERO_POINTS else 0
        constant = 0 < position < len(types[0]) and chance.random() < 0.3
        operands.append(Operand(shape, type, scale, zero_point, np.ones(shape) if constant else None))
        if chance.random() < 0.3:
            operands[-1] = operands[0] if operands[0].type == type else operands[-1]
    name, values = OPTIONS.get(op, ("", ()))
    options = {name: chance.choice(values)} if name else {}
    return one_operator(op, operands[: len(types[0])], operands[len(types[0]) :], **options)


def refusal_of_the_build(model: bytes) -> str | None:
    try:
        check_model(read_model(model))
    except ModelError as error:
        return str(error)
    return None


def refusal_of_the_board(model: bytes, use_cmsis_nn: bool) -> str | None:
    try:
        HostRuntime(model, use_cmsis_nn).close()
    except HostRuntimeError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("op", "types"),
    QUANTISED,
    ids=lambda part: part if isinstance(part, str) else "-".join(part[0] + part[1]),
)
def test_the_build_refuses_what_the_board_refuses(op: str, types: Types) -> None:
    chance = random.Random(f"{op} {types}")
    for number in range(DRAWS):
        model = draw(chance, op, types)
        build = refusal_of_the_build(model)
        for use_cmsis_nn in (False, True):
            board = refusal_of_the_board(model, use_cmsis_nn)
            assert (build is None) == (board is None), f"draw {number}: build {build}, board {board}"
