# SPDX-License-Identifier: Apache-2.0
"""How far a result may lie from the oracle's: the bounds of "Numerics" in docs/architecture.md."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

FLOAT_LAYER_BOUND = 5e-6
"""A float32 layer fed the oracle's input: of the tensor's largest magnitude. Sums may take another order."""
HYBRID_LAYER_BOUND = 1e-6
"""A hybrid layer fed the oracle's input: its sums are exact integers, only the last scaling rounds."""
END_TO_END_BOUND = 2e-5
"""A float32 tensor of a whole inference."""


@dataclass(frozen=True)
class Checksum:
    """What a golden file keeps of an integer tensor."""

    elements: int
    crc32: int


Expected = Array | Checksum


@dataclass(frozen=True)
class Comparison:
    elements: int
    differing: int | None
    """Elements that are not identical; None when only a checksum told that some are not."""
    max_error: float | None
    """Integers: the largest difference. Floats: that over the oracle's largest magnitude. None: unknown."""

    @property
    def exact(self) -> bool:
        return self.differing == 0

    def within(self, bound: float) -> bool:
        """Whether the error is at most `bound`; a bound of 0 asks for identity."""
        return self.exact or (self.max_error is not None and self.max_error <= bound)


def compare(found: Array, expected: Expected) -> Comparison:
    """`found` must have the expected number of elements; shapes of 1s are not told apart."""
    if isinstance(expected, Checksum):
        same = found.size == expected.elements and checksum(found) == expected
        return Comparison(expected.elements, 0 if same else None, 0.0 if same else None)
    if found.size != expected.size or found.dtype != expected.dtype:
        return Comparison(int(expected.size), int(expected.size), float("inf"))
    ours, theirs = found.reshape(-1), expected.reshape(-1)
    if np.issubdtype(theirs.dtype, np.floating):
        return _compare_floats(ours.astype(np.float64), theirs.astype(np.float64))
    differing = ours != theirs
    # In double precision, which no difference of two int64 overflows; two that differ do so by 1 at least.
    distance = np.abs(ours[differing].astype(np.float64) - theirs[differing].astype(np.float64))
    largest = float(np.max(np.maximum(distance, 1.0), initial=0.0))
    return Comparison(int(theirs.size), int(np.count_nonzero(differing)), largest)


def _compare_floats(ours: npt.NDArray[np.float64], theirs: npt.NDArray[np.float64]) -> Comparison:
    differing = ~((ours == theirs) | (np.isnan(ours) & np.isnan(theirs)))
    count = int(np.count_nonzero(differing))
    if count == 0:
        return Comparison(int(theirs.size), 0, 0.0)
    if not np.all(np.isfinite(ours[differing])) or not np.all(np.isfinite(theirs[differing])):
        return Comparison(int(theirs.size), count, float("inf"))
    largest = float(np.max(np.abs(theirs[np.isfinite(theirs)]), initial=0.0)) or 1.0
    return Comparison(int(theirs.size), count, float(np.max(np.abs(ours - theirs)[differing])) / largest)


def checksum(values: Array) -> Checksum:
    return Checksum(int(values.size), zlib.crc32(np.ascontiguousarray(values).tobytes()))
