# SPDX-License-Identifier: Apache-2.0
"""QUANTIZE, DEQUANTIZE and CAST: from one type to another."""

from __future__ import annotations

import numpy as np

from layerscope.verify.cases.draw import Draw
from layerscope.verify.cases.registry import generates
from layerscope.verify.cases.values import Array, between, usual

_QUANTIZED_TO = {
    "float32": ("int8", "int16"),
    "int8": ("int8", "uint8", "int16", "int32"),
    "uint8": ("int8",),
    "int16": ("int8", "int16", "int32"),
    "int32": ("int8", "int16"),
}
_CAST = ("float32", "int8", "int16", "int32", "uint32", "bool")


@generates("QUANTIZE", [f"{a} to {b}" for a, targets in _QUANTIZED_TO.items() for b in targets])
def quantize(draw: Draw) -> None:
    kinds = draw.form.split(" to ")
    shape = draw.shape()
    pairs = [draw.quantisation(kind) or {"scale": [0.02], "zero_point": [0]} for kind in kinds]
    if kinds[0] == "float32":
        step = pairs[1]["scale"][0]

        def ties(rng: np.random.Generator, shape: tuple[int, ...], type: str, trial: int) -> Array:
            if trial == 1:  # halfway between two steps: which way does it round?
                return np.asarray(rng.integers(-300, 300, shape) / 2 * step, np.float32)
            return usual(rng, shape, type, trial)

        source = draw.input(shape, "float32", ties)
    else:
        source = draw.input(shape, kinds[0], **pairs[0])
    draw.operator([source], [draw.output(shape, kinds[1], **pairs[1])])


@generates("DEQUANTIZE", ("int8", "uint8", "int16"))
def dequantize(draw: Draw) -> None:
    shape = draw.shape()
    source = draw.input(shape, draw.form, **draw.quantisation(draw.form))
    draw.operator([source], [draw.output(shape, "float32")])


@generates("CAST", [f"{a} to {b}" for a in _CAST for b in _CAST])
def cast(draw: Draw) -> None:
    source_type, target_type = draw.form.split(" to ")
    shape = draw.shape()
    # A float outside the target's range has no defined integer.
    values = between(0, 100) if source_type == "float32" else usual
    source = draw.input(shape, source_type, values)
    draw.operator([source], [draw.output(shape, target_type)])
