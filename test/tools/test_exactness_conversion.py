# SPDX-License-Identifier: Apache-2.0
"""Conversions, and pooling and softmax in the types beyond float32 and int8, against the oracles."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from exactness import Operand, OperatorCase, case, check_case
from exactness_shapes import ACTIVATIONS, POOLS, cycle, window
from layerscope.host_runtime import HostRuntime

QUANTIZED_TO = {
    "float32": ("int8", "int16"),
    "int8": ("int8", "uint8", "int16", "int32"),
    "uint8": ("int8",),
    "int16": ("int8", "int16", "int32"),
    "int32": ("int8", "int16"),
}
PLAIN = ("float32", "int8", "int16", "int32", "uint32", "bool")
SHAPE = (3, 7, 5)
# Of input and output: the same steps, coarser ones, much finer ones (which overflow), shifts beyond 16.
SCALES = [(0.1, 0.1), (0.013, 0.7), (7.3, 2.0**-12), (2.0**-12, 9.0)]


def _quantised(type: str, scale: float, zero_point: int) -> Operand:
    if type == "float32":
        return Operand(SHAPE, type)
    return Operand(SHAPE, type, scale, zero_point if type in ("int8", "uint8") else 0)


def conversion_cases() -> Iterator[OperatorCase]:
    for source, targets in QUANTIZED_TO.items():
        for target in targets:
            for i, (first, second) in enumerate(SCALES):
                operands = _quantised(source, first, 3 + i), _quantised(target, second, 11 * i)
                yield case(f"quantize-{source}-{target}-{i}", "QUANTIZE", operands[:1], operands[1:])
    for type in ("int8", "uint8", "int16"):
        source_operand = _quantised(type, 0.37, 5)
        yield case(f"dequantize-{type}", "DEQUANTIZE", [source_operand], [Operand(SHAPE, "float32")])
    for source in PLAIN:
        for target in PLAIN:
            # uint32 upstream is exact below 2^31; what is negative has no uint32 upstream.
            positive = target == "uint32" and source == "float32"
            yield case(
                f"cast-{source}-{target}",
                "CAST",
                [Operand(SHAPE, source)],
                [Operand(SHAPE, target)],
                positive=positive,
            )


def pool_cases() -> Iterator[OperatorCase]:
    for op in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
        for i, geometry in enumerate(POOLS):
            options = window(geometry, cycle(i)) | dict(
                zip(("FilterHeight", "FilterWidth"), geometry.filter, strict=True)
            )
            for unused in ("DilationHFactor", "DilationWFactor"):
                del options[unused]
            source, target = (Operand(s, "int16", 0.0004, 0) for s in (geometry.input, geometry.output()))
            yield case(f"{op.lower()}-int16-{i}", op, [source], [target], **options)


def softmax_cases() -> Iterator[OperatorCase]:
    for i, (shape, scale, beta) in enumerate(
        [((1, 10), 0.0007, 1.0), ((64, 7), 0.0001, 0.5), ((2, 3, 1), 0.1, 1.0), ((3, 300), 2e-5, 2.0)]
    ):
        yield case(
            f"softmax-int16-{i}",
            "SOFTMAX",
            [Operand(shape, "int16", scale)],
            [Operand(shape, "int16", 1 / 32768)],
            Beta=beta,
        )
        yield case(
            f"softmax-int8-int16-{i}",
            "SOFTMAX",
            [Operand(shape, "int8", scale * 200, 5)],
            [Operand(shape, "int16", 1 / 65536, -32768)],
            Beta=beta,
        )


CASES = [*conversion_cases(), *pool_cases(), *softmax_cases()]


@pytest.mark.parametrize("asked", CASES, ids=lambda asked: asked.name)
def test_an_operator_gives_what_the_oracle_gives(asked: OperatorCase) -> None:
    check_case(asked)
    if not asked.name.startswith("cast"):
        check_case(asked, use_cmsis_nn=True)


@pytest.mark.parametrize("distance", range(0, 65536, 16384))
def test_softmax_reads_its_tables_as_the_oracle_does_at_every_point(distance: int) -> None:
    """Rows of two elements, `distance` and more steps apart, with a step of the exponential's table."""
    rows = 16384
    lower = 32767 - (distance + np.arange(rows))
    values = np.stack([np.full(rows, 32767), lower], axis=1).astype(np.int16)
    source, target = Operand((rows, 2), "int16", 10 / 65535), Operand((rows, 2), "int16", 1 / 32768)
    asked = case(f"softmax-table-{distance}", "SOFTMAX", [source], [target], Beta=1.0)
    check_case(OperatorCase(asked.name, asked.model, ((values,),)))


def test_a_cast_from_what_no_integer_holds_is_defined() -> None:
    """Upstream leaves it to the compiler, so that what docs of the kernel promise is the oracle."""
    values = np.array([np.nan, np.inf, -np.inf, 3e9, -3e9], np.float32)
    expected = {
        "int32": [0, 2**31 - 1, -(2**31), 2**31 - 1, -(2**31)],
        "uint32": [0, 2**32 - 1, 0, 3_000_000_000, 0],
        "int8": [0, -1, 0, -1, 0],
        "bool": [True, True, True, True, True],
    }
    for type, wanted in expected.items():
        asked = case(f"cast-beyond-{type}", "CAST", [Operand((5,), "float32")], [Operand((5,), type)])
        with HostRuntime(asked.model, False) as runtime:
            runtime.set_input(values)
            runtime.invoke()
            assert runtime.output().tolist() == wanted


def test_activations_of_the_pools_are_all_asked() -> None:
    assert {cycle(i) for i in range(len(POOLS))} == set(ACTIVATIONS)
