# SPDX-License-Identifier: Apache-2.0
"""What the exactness tests of all operators share: a case, and the comparison with its oracle.

Results that are not float must be TensorFlow Lite Micro's (package tflite-micro) to the last bit; floats
must lie within the design's bound of LiteRT's BUILTIN_REF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from layerscope.host_runtime import HostRuntime
from layerscope.models.check import check_model
from layerscope.models.reader import read_model
from layerscope.verify.generate import Array, ModelSpec
from layerscope.verify.numerics import FLOAT_LAYER_BOUND, compare
from layerscope.verify.oracle import OracleError, is_float, oracle_for


@dataclass(frozen=True, eq=False)
class OperatorCase:
    """A model of one operator, and several inferences with all its inputs each."""

    name: str
    model: bytes
    inputs: tuple[tuple[Array, ...], ...]


@dataclass(frozen=True)
class Operand:
    """One tensor of a case. With `data` it is a constant."""

    shape: tuple[int, ...]
    type: str
    scale: float = 0.0
    zero_point: int = 0
    data: Any = None

    def add_to(self, spec: ModelSpec, name: str) -> int:
        more: dict[str, Any] = (
            {"scale": [self.scale], "zero_point": [self.zero_point]} if self.scale > 0 else {}
        )
        return spec.tensor(name, self.shape, self.type, self.data, **more)


def one_operator(
    op: str, inputs: Sequence[Operand | None], outputs: Sequence[Operand], **options: Any
) -> bytes:
    """A model of one operator; None is an input left out."""
    spec = ModelSpec()
    sources = [
        -1 if operand is None else operand.add_to(spec, f"input{i}") for i, operand in enumerate(inputs)
    ]
    targets = [operand.add_to(spec, f"output{i}") for i, operand in enumerate(outputs)]
    spec.operator(op, sources, targets, **options)
    spec.inputs = [
        index for index, operand in zip(sources, inputs, strict=True) if operand and operand.data is None
    ]
    spec.outputs = targets
    return spec.build()


def random_values(rng: np.random.Generator, operand: Operand) -> Array:
    """Any value of an integer type; floats of the size that networks have."""
    if operand.type == "float32":
        return (rng.normal(size=operand.shape) * 10.0 ** rng.uniform(-2, 0)).astype(np.float32)
    if operand.type == "bool":
        return rng.integers(0, 2, operand.shape).astype(np.bool_)
    # Sums and products of int32 and int64 stay within them: what happens beyond is not defined upstream.
    limits = np.iinfo(operand.type)
    lowest, highest = max(limits.min, -30_000), min(limits.max, 30_000)
    return rng.integers(lowest, highest + 1, operand.shape).astype(operand.type)


def extreme_values(rng: np.random.Generator, operand: Operand) -> Array:
    """The ends of an 8- or 16-bit type in random order; zeros and ones of any other."""
    small = operand.type in ("int8", "uint8", "int16")
    ends = (np.iinfo(operand.type).min, np.iinfo(operand.type).max) if small else (0, 1)
    return rng.choice(np.array(ends), operand.shape).astype(operand.type)


def case(
    name: str,
    op: str,
    inputs: Sequence[Operand | None],
    outputs: Sequence[Operand],
    positive: bool = False,
    **options: Any,
) -> OperatorCase:
    """With two inferences on random values, one on extreme ones. `positive`: floats above zero alone."""
    rng = np.random.default_rng(len(name) + sum(map(ord, name)))
    given = [operand for operand in inputs if operand and operand.data is None]
    values = tuple(
        tuple(make(rng, operand) for operand in given)
        for make in (random_values, random_values, extreme_values)
    )
    if positive:
        values = tuple(
            tuple(np.abs(value) + np.float32(1e-3) if value.dtype == np.float32 else value for value in one)
            for one in values
        )
    return OperatorCase(name, one_operator(op, inputs, outputs, **options), values)


@cache
def _expected(asked: OperatorCase) -> list[list[Array]]:
    model = read_model(asked.model)
    try:
        oracle = oracle_for(model)
    except OracleError as error:
        pytest.skip(str(error))
    results = [oracle.run(list(values)) for values in asked.inputs]
    return [[result[index] for index in model.main.outputs] for result in results]


def check_case(asked: OperatorCase, use_cmsis_nn: bool = False, bound: float = FLOAT_LAYER_BOUND) -> str:
    """Fails unless the runtime gives what the oracle gives; the kernel's name."""
    model = read_model(asked.model)
    check_model(model)
    allowed = bound if is_float(model) else 0.0
    expected = _expected(asked)
    with HostRuntime(asked.model, use_cmsis_nn) as runtime:
        kernel = runtime.nodes[-1].kernel
        for inference, (values, wanted) in enumerate(zip(asked.inputs, expected, strict=True)):
            for position, value in enumerate(values):
                runtime.set_input(value, position)
            runtime.invoke()
            for output, tensor in enumerate(wanted):
                found = compare(runtime.output(output), tensor)
                assert found.within(allowed), (
                    f"{kernel}, inference {inference}, output {output}: {found.differing} of "
                    f"{found.elements} elements differ, by at most {found.max_error}"
                )
    return kernel
