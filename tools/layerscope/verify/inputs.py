# SPDX-License-Identifier: Apache-2.0
"""What a model is fed: digits where they fit, else the firmware's pattern; then random values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from layerscope.errors import LayerscopeError
from layerscope.models.digits import DIGITS, read_digit
from layerscope.models.model import Model, Tensor
from layerscope.models.pattern import PATTERN_TYPES, pattern

Array = npt.NDArray[Any]
DIGIT_PIXELS = 784


class NoInputError(LayerscopeError):
    """Nothing is known that could be fed to the model as the firmware feeds it."""


@dataclass(frozen=True)
class NamedInput:
    """One inference's input tensors, and what to call them in a report."""

    name: str
    values: tuple[Array, ...]


def inputs_for(model: Model, count: int) -> list[NamedInput]:
    """`count` inputs: the ten digits where the model takes one, otherwise the pattern; then random ones."""
    tensors = [model.main.tensors[index] for index in model.main.inputs]
    named: list[NamedInput] = []
    if len(tensors) == 1 and _takes_digit(tensors[0]):
        named = [NamedInput(f"digit {digit}", (digit_input(tensors[0], digit),)) for digit in sorted(DIGITS)]
    else:
        named = [NamedInput("pattern", tuple(pattern_input(tensor) for tensor in tensors))]
    rng = np.random.default_rng(1)
    while len(named) < count:
        values = tuple(_random(rng, tensor) for tensor in tensors)
        named.append(NamedInput(f"random {len(named)}", values))
    return named[:count]


def firmware_input(model: Model, digit: int | None) -> NamedInput:
    """What an image fills each of its inputs with: `digit`, where it has that size, else the pattern."""
    tensors = [model.main.tensors[index] for index in model.main.inputs]
    if not any(_takes_digit(tensor) for tensor in tensors):
        return NamedInput("pattern", tuple(pattern_input(tensor) for tensor in tensors))
    if digit is None:
        raise NoInputError("the digit in the image is a drawing of its own; build with a digit of 0 to 9")
    values = (
        digit_input(tensor, digit) if _takes_digit(tensor) else pattern_input(tensor) for tensor in tensors
    )
    return NamedInput(f"digit {digit}", tuple(values))


def digit_input(tensor: Tensor, digit: int) -> Array:
    pixels = np.frombuffer(read_digit(digit).pixels, np.uint8).astype(np.float32) / np.float32(255)
    return quantise(pixels, tensor).reshape(tensor.shape)


def pattern_input(tensor: Tensor) -> Array:
    if tensor.type not in PATTERN_TYPES:
        raise NoInputError(f"input `{tensor.name}` has type {tensor.type}, which verify has no values for")
    return np.array(pattern(tensor.type, tensor.elements)).astype(tensor.type).reshape(tensor.shape)


def quantise(values: Array, tensor: Tensor) -> Array:
    """Values as the firmware writes them into `tensor`: in single precision, halves away from zero."""
    if tensor.type == "float32" or tensor.quantisation is None:
        return values.astype(np.float32)
    scaled = values / np.float32(tensor.quantisation.scales[0])
    whole = np.trunc(scaled)  # adding 0.5 first would round the float below 0.5 up
    half_or_more = np.abs(scaled - whole) >= np.float32(0.5)
    rounded = whole + np.copysign(half_or_more, scaled) + tensor.quantisation.zero_points[0]
    limits = np.iinfo(tensor.type)
    clipped: Array = np.clip(rounded, limits.min, limits.max).astype(tensor.type)
    return clipped


def _takes_digit(tensor: Tensor) -> bool:
    return tensor.elements == DIGIT_PIXELS and tensor.type in ("float32", "int8", "uint8", "int16")


def _random(rng: np.random.Generator, tensor: Tensor) -> Array:
    if tensor.type == "float32":
        return rng.random(tensor.shape, dtype=np.float32)
    if tensor.type in ("int8", "uint8", "int16"):
        limits = np.iinfo(tensor.type)
        return rng.integers(limits.min, limits.max + 1, tensor.shape, dtype=tensor.type)
    most = {"bool": 1, "int32": 3, "int64": 3}  # as in the pattern
    return rng.integers(0, most[tensor.type] + 1, tensor.shape).astype(tensor.type)
