# SPDX-License-Identifier: Apache-2.0
"""Operators that move elements, against TensorFlow Lite Micro: what generated models do not draw."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from exactness import Operand, OperatorCase, case, check_case
from layerscope.host_runtime import HostRuntime
from layerscope.models.check import check_model
from layerscope.models.reader import read_model
from layerscope.verify.oracle import LiteRtOracle, OracleError
from movement_models import movement

KINDS = ("float32", "int8", "int16", "int32")


def numbers(*values: int) -> Operand:
    return Operand((len(values),), "int32", data=values)


def _kind(shape: tuple[int, ...], kind: str) -> Operand:
    return Operand(shape, kind, *((0.1, 0) if kind in ("int8", "int16") else ()))


def strided_slices() -> Iterator[OperatorCase]:
    # Bounds beyond the ends, from behind and with strides that do not divide; fewer than the rank.
    asked = {
        "beyond": ((-9, 1), (99, 99), (1, 3), (5, 2), {}),
        "backwards": ((99, -1), (-99, 0), (-2, -1), (3, 6), {}),
        "open": ((3, 3), (3, 3), (-1, 2), (5, 4), {"BeginMask": 3, "EndMask": 3}),
        "shrunk": ((-1, 0), (0, 7), (1, 2), (4,), {"ShrinkAxisMask": 1}),
    }
    for name, (begin, end, stride, target, options) in asked.items():
        for kind in KINDS:
            inputs = [_kind((5, 7), kind), numbers(*begin), numbers(*end), numbers(*stride)]
            yield case(
                f"strided-slice-{name}-{kind}", "STRIDED_SLICE", inputs, [_kind(target, kind)], **options
            )


def transposes() -> Iterator[OperatorCase]:
    # Whole rows stay together, or pairs, or nothing; and nothing moves at all.
    for kind in ("float32", "int8", "int16"):
        for order in ((0, 3, 1, 2), (0, 2, 3, 1), (1, 0, 2, 3), (3, 2, 1, 0), (0, 1, 2, 3)):
            shape = (2, 3, 5, 2)
            target = tuple(shape[axis] for axis in order)
            yield case(
                f"transpose-{order}-{kind}",
                "TRANSPOSE",
                [_kind(shape, kind), numbers(*order)],
                [_kind(target, kind)],
            )


def pads() -> Iterator[OperatorCase]:
    around = Operand((2, 2), "int32", data=[[1, 2], [0, 3]])
    for kind, zero_point in (("int8", -17), ("int16", 0), ("float32", 0)):
        source, target = ((2, 3), (5, 6))
        quantisation = (0.1, zero_point) if kind != "float32" else ()
        tensors = [Operand(source, kind, *quantisation), around]
        yield case(f"pad-{kind}", "PAD", tensors, [Operand(target, kind, *quantisation)])


CASES = [*strided_slices(), *transposes(), *pads()]


def network() -> OperatorCase:
    rng = np.random.default_rng(1)
    return OperatorCase("network", movement(), ((rng.integers(-128, 128, (1, 6, 5, 3), np.int8),),))


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "in place"])
def test_a_network_of_them_gives_what_the_oracle_gives(use_cmsis_nn: bool) -> None:
    check_case(network(), use_cmsis_nn)


@pytest.mark.parametrize("asked", CASES, ids=lambda asked: asked.name)
def test_an_operator_that_moves_elements_gives_what_the_oracle_gives(asked: OperatorCase) -> None:
    check_case(asked)


@pytest.mark.parametrize("zero_point", [0, 127, -128, -5])
def test_edges_of_int8_batches_are_the_zero_point(zero_point: int) -> None:
    """LiteRT is the oracle: TensorFlow Lite Micro fills them with what happens to lie in its memory."""
    inputs = [
        Operand((2, 3, 5, 3), "int8", 0.1, zero_point),
        numbers(2, 3),
        Operand((2, 2), "int32", data=[[1, 2], [0, 4]]),
    ]
    asked = case(
        f"edges-{zero_point}", "SPACE_TO_BATCH_ND", inputs, [Operand((12, 3, 3, 3), "int8", 0.1, zero_point)]
    )
    model = read_model(asked.model)
    try:
        oracle = LiteRtOracle(model)
    except OracleError as error:
        pytest.skip(str(error))
    check_model(model)
    with HostRuntime(asked.model, False) as runtime:
        for (values,) in asked.inputs:
            runtime.set_input(values)
            runtime.invoke()
            assert np.array_equal(runtime.output(), oracle.run([values])[model.main.outputs[0]])
