# SPDX-License-Identifier: Apache-2.0
"""Single-operator models for the exactness tests: every form, shapes at the edges, seeded values.

A case is small enough that hundreds run in a few seconds. Padding, strides, dilations, channel counts around
multiples of four and extreme quantisation parameters are drawn from lists, so that each is met in several
combinations.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from exactness_shapes import FORMS, POOLS, cycle, window
from exactness_weighted import Case, inputs_of, weighted_cases
from layerscope.verify.generate import Array, ModelSpec

__all__ = ["FORMS", "Case", "cases"]


def _case(
    name: str,
    spec: ModelSpec,
    op: str,
    inputs: list[int],
    output: int,
    values: tuple[Array, ...],
    **options: Any,
) -> Case:
    """The model of one operator, whose first input is the model's."""
    spec.operator(op, inputs, [output], **options)
    spec.inputs, spec.outputs = [inputs[0]], [output]
    return Case(name, spec.build(), values)


def pool_cases(form: str) -> Iterator[Case]:
    type = "int8" if form == "int8" else "float32"
    for op in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
        for i, geometry in enumerate(POOLS):
            spec, rng = ModelSpec(), np.random.default_rng(i + 100)
            quantised: dict[str, Any] = (
                {"scale": [0.04], "zero_point": [7 - 17 * i]} if type == "int8" else {}
            )
            source = spec.tensor("input", geometry.input, type, **quantised)
            target = spec.tensor("output", geometry.output(), type, **quantised)
            options = window(geometry, cycle(i)) | {
                "FilterHeight": geometry.filter[0],
                "FilterWidth": geometry.filter[1],
            }
            for unused in ("DilationHFactor", "DilationWFactor"):
                del options[unused]
            name = f"{op.lower()}-{form}-{geometry.label()}-{cycle(i)}"
            values = inputs_of(rng, geometry.input, type)
            yield _case(name, spec, op, [source], target, values, **options)


def softmax_cases(form: str) -> Iterator[Case]:
    type = "int8" if form == "int8" else "float32"
    for i, (shape, scale, beta) in enumerate(
        [
            ((1, 10), 0.17, 1.0),
            ((1, 10), 0.0039, 1.0),
            ((3, 7), 1.5, 1.0),
            ((1, 1), 0.1, 1.0),
            ((1, 511), 0.05, 1.0),  # tflite-micro aborts on sums of 512 and more
            ((2, 3, 4), 0.2, 0.5),
            ((1, 12), 40.0, 1.0),  # beyond the range of the fixed-point exponential
            ((1, 2), 0.031, 2.0),
            ((5, 256), 0.0001, 1.0),
            ((64, 10), 0.02, 1.0),  # many shares of middling size: the reciprocal's last bits show
            ((200, 5), 0.013, 1.0),
        ]
    ):
        spec, rng = ModelSpec(), np.random.default_rng(i + 200)
        int8 = type == "int8"
        source = spec.tensor("input", shape, type, **({"scale": [scale], "zero_point": [i]} if int8 else {}))
        target = spec.tensor(
            "output", shape, type, **({"scale": [1 / 256], "zero_point": [-128]} if int8 else {})
        )
        name = f"softmax-{form}-{'x'.join(map(str, shape))}-{scale}-{beta}"
        yield _case(name, spec, "SOFTMAX", [source], target, inputs_of(rng, shape, type), Beta=beta)


def conversion_cases() -> Iterator[Case]:
    """QUANTIZE, requantisation, DEQUANTIZE and RESHAPE."""
    rng = np.random.default_rng(300)
    shape = (1, 3, 4, 5)
    for i, (scale, zero_point) in enumerate(
        [(1 / 255, -128), (0.5, 0), (0.1, 127), (2.0**-12, -3), (7.3, 11)]
    ):
        spec = ModelSpec()
        source = spec.tensor("input", shape, "float32")
        target = spec.tensor("output", shape, "int8", scale=[scale], zero_point=[zero_point])
        ties = (rng.integers(-300, 300, shape) / 2 * scale).astype(np.float32)
        yield _case(
            f"quantize-{i}", spec, "QUANTIZE", [source], target, (ties, *inputs_of(rng, shape, "float32"))
        )

        spec = ModelSpec()
        source = spec.tensor("input", shape, "int8", scale=[scale], zero_point=[zero_point])
        target = spec.tensor("output", shape, "float32")
        yield _case(f"dequantize-{i}", spec, "DEQUANTIZE", [source], target, inputs_of(rng, shape, "int8"))
    for ratio in (0.3, 0.999, 1.0, 1.7, 300.0, 1e-4):
        spec = ModelSpec()
        source = spec.tensor("input", shape, "int8", scale=[0.02 * ratio], zero_point=[12])
        target = spec.tensor("output", shape, "int8", scale=[0.02], zero_point=[-30])
        yield _case(f"requantize-{ratio}", spec, "QUANTIZE", [source], target, inputs_of(rng, shape, "int8"))
    spec = ModelSpec()
    source = spec.tensor("input", shape, "int8", scale=[0.1], zero_point=[0])
    to = spec.tensor("shape", (2,), "int32", np.array([1, 60]))
    target = spec.tensor("output", (1, 60), "int8", scale=[0.1], zero_point=[0])
    yield _case("reshape", spec, "RESHAPE", [source, to], target, inputs_of(rng, shape, "int8"))


def cases(form: str) -> list[Case]:
    found = list(weighted_cases(form))
    if form in ("int8", "float32"):
        found += [*pool_cases(form), *softmax_cases(form)]
    if form == "int8":
        found += conversion_cases()
    return found
