# SPDX-License-Identifier: Apache-2.0
"""Reductions against the oracles: what generated models do not draw."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from exactness import Operand, OperatorCase, case, check_case, one_operator
from layerscope.host_runtime import HostRuntime, HostRuntimeError
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.reader import read_model

# Scale of the input and of the output: alike, finer, coarser, and so far apart that little is left.
SCALES = [(0.1, 0.1), (0.3, 0.017), (0.017, 0.3), (0.9, 0.00001), (0.00001, 0.9)]


def numbers(*values: int) -> Operand:
    return Operand((len(values),), "int32", data=values)


def global_pools() -> Iterator[OperatorCase]:
    """Rows and columns of NHWC: what networks end in. Channels that do not divide by four, many pixels."""
    for op in ("MEAN", "SUM"):
        for kind, zero_points in (("int8", (-128, 5)), ("int16", (0, 0))):
            for height, width, channels in ((7, 7, 9), (48, 47, 3), (1, 300, 20)):
                for source, target in SCALES:
                    inputs = [Operand((2, height, width, channels), kind, source, zero_points[0])]
                    output = Operand((2, channels), kind, target, zero_points[1])
                    name = f"{op.lower()}-{kind}-{height}x{width}x{channels}-{source}-{target}"
                    yield case(name, op, [*inputs, numbers(1, 2)], [output])


def orders_of_axes() -> Iterator[OperatorCase]:
    for op in ("MEAN", "SUM", "REDUCE_MAX", "REDUCE_MIN"):
        for axes in ((0,), (-1, 0), (2, 1, 2), (3, 1), (0, 1, 2, 3), (1, -3)):
            shape = (3, 4, 5, 2)
            kept = tuple(1 if k in axes or k - 4 in axes else extent for k, extent in enumerate(shape))
            for kind in ("float32", "int8"):
                quantised = (0.1, 7) if kind == "int8" else ()
                tensors = [Operand(shape, kind, *quantised), numbers(*axes)]
                yield case(
                    f"{op.lower()}-{axes}-{kind}",
                    op,
                    tensors,
                    [Operand(kept, kind, *quantised)],
                    KeepDims=True,
                )


def no_numbers(op: str) -> OperatorCase:
    """Infinities, and numbers that are none; equal elements for the places."""
    values = np.array([[np.nan, 1, 3, 1], [1, np.nan, 0, 3], [3, 1, 3, np.nan], [np.nan] * 4], np.float32)
    infinite = np.array([[-np.inf] * 4, [np.inf] * 4, [-np.inf, 0, np.inf, 1], [1] * 4], np.float32)
    kind = "int32" if op.startswith("ARG") else "float32"
    options = {"OutputType": 2} if op.startswith("ARG") else {}
    model = one_operator(op, [Operand((4, 4), "float32"), numbers(1)], [Operand((4,), kind)], **options)
    return OperatorCase(f"{op.lower()}-no-numbers", model, ((values,), (infinite,)))


CASES = [
    *global_pools(),
    *orders_of_axes(),
    *map(no_numbers, ("ARG_MAX", "ARG_MIN")),
]


# What stays lies within what goes: rows and columns of NHWC, rows, batches.
FAST = {asked.name for asked in CASES if asked.name.startswith("mean-int8-")}
FAST |= {f"mean-{axes}-int8" for axes in ((0,), (2, 1, 2), (1, -3))}


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
@pytest.mark.parametrize("asked", CASES, ids=lambda asked: asked.name)
def test_a_reduction_gives_what_the_oracle_gives(asked: OperatorCase, use_cmsis_nn: bool) -> None:
    kernel = check_case(asked, use_cmsis_nn)
    assert (kernel == "arm_mean_s8") == (use_cmsis_nn and asked.name in FAST)


def test_places_as_int64_are_those_that_numpy_finds() -> None:
    """The oracle writes int32 alone, but converters ask for int64 where a network does not say."""
    source, axis = Operand((3, 5, 4), "int8", 0.1), numbers(1)
    model = one_operator("ARG_MAX", [source, axis], [Operand((3, 4), "int64")], OutputType=4)
    check_model(read_model(model))
    values = np.random.default_rng(0).integers(-128, 128, source.shape, np.int8)
    with HostRuntime(model, False) as runtime:
        runtime.set_input(values)
        runtime.invoke()
        assert np.array_equal(runtime.output(), np.argmax(values, 1))


def reduction(op: str, axes: Operand, output: Operand, source: Operand | None = None) -> bytes:
    return one_operator(op, [source or Operand((2, 6), "int8", 0.1), axes], [output])


@pytest.mark.parametrize(
    ("damaged", "sentence"),
    [
        (reduction("MEAN", numbers(2), Operand((2,), "int8", 0.1)), "axis 2 of a tensor of rank 2"),
        (reduction("MEAN", numbers(1), Operand((6,), "int8", 0.1)), "of another shape"),
        (reduction("MEAN", numbers(1), Operand((24,), "int8", 0.1)), "of another shape"),
        (reduction("SUM", numbers(1), Operand((2,), "float32")), "SUM from INT8 to FLOAT32"),
        (reduction("REDUCE_MAX", numbers(1), Operand((2,), "int8", 0.2)), "another scale or zero point"),
        (
            reduction("REDUCE_MIN", numbers(1), Operand((2,), "int32"), Operand((2, 6), "int32")),
            "REDUCE_MIN on INT32",
        ),
        (reduction("ARG_MAX", numbers(0, 1), Operand((2,), "int32")), "needs 1 axis"),
        (reduction("ARG_MIN", numbers(1), Operand((6,), "int32")), "of another shape"),
        (reduction("ARG_MIN", numbers(1), Operand((2,), "int16")), "ARG_MIN from INT8 to INT16"),
    ],
)
def test_a_reduction_refuses(damaged: bytes, sentence: str) -> None:
    with pytest.raises(HostRuntimeError, match=sentence):
        HostRuntime(damaged, False).close()
    with pytest.raises(ModelError):
        check_model(read_model(damaged))


def test_axes_that_the_model_is_fed_make_no_output_larger_than_the_input() -> None:
    damaged = reduction("MEAN", Operand((1,), "int32"), Operand((24,), "int8", 0.1))
    with pytest.raises(HostRuntimeError, match="of another shape"):
        HostRuntime(damaged, False).close()
