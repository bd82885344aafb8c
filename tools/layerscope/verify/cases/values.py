# SPDX-License-Identifier: Apache-2.0
"""Values that single-operator models are fed: random ones, the ends of the type, and grids that make ties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Values = Callable[[np.random.Generator, tuple[int, ...], str, int], Array]
"""Gives a tensor of a shape and type for inference number 0, 1, ..."""

TRIALS = 3
_LIMITS = {"int4": (-8, 7), "bool": (0, 1)}


def limits(type: str) -> tuple[int, int]:
    """Smallest and largest value of an integer type."""
    if type in _LIMITS:
        return _LIMITS[type]
    info = np.iinfo(type)
    return int(info.min), int(info.max)


def usual(rng: np.random.Generator, shape: tuple[int, ...], type: str, trial: int) -> Array:
    """The whole type, its two ends, small values. Floats: normal, a coarse grid, small or large."""
    if type == "float32":
        return _floats(rng, shape, trial)
    low, high = limits(type)
    if type in ("int32", "int64"):
        # Sums and products of whole-range values would overflow, which no operator defines.
        low, high = (-1000, 1000) if trial else (-30_000, 30_000)
        return rng.integers(low, high + 1, shape).astype(type)
    if trial == 0:
        drawn = rng.integers(low, high + 1, shape)
    elif trial == 1:
        drawn = np.where(rng.integers(0, 2, shape), high, low)
    else:
        drawn = np.clip(rng.integers(-3, 4, shape), low, high)
    return drawn.astype(type)


def _floats(rng: np.random.Generator, shape: tuple[int, ...], trial: int) -> Array:
    if trial == 0:
        drawn = rng.normal(size=shape) * 10.0 ** rng.uniform(-1, 1)
    elif trial == 1:
        drawn = rng.integers(-8, 9, shape) / 4
    else:
        drawn = rng.normal(size=shape) * 10.0 ** rng.uniform(-3, 2)
    return np.asarray(drawn, np.float32)


def between(low: float, high: float) -> Values:
    """Values from `low` to `high`, both included where the type holds them; both ends in inference 1."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...], type: str, trial: int) -> Array:
        if type == "float32":
            if trial == 1:
                return np.where(rng.integers(0, 2, shape), np.float32(high), np.float32(low))
            return rng.uniform(low, high, shape).astype(np.float32)
        if trial == 1:
            return np.where(rng.integers(0, 2, shape), int(high), int(low)).astype(type)
        return rng.integers(int(low), int(high) + 1, shape).astype(type)

    return draw


def fixed(value: Any) -> Values:
    """The same tensor in every inference."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...], type: str, trial: int) -> Array:
        return np.asarray(value, type).reshape(shape)

    return draw
