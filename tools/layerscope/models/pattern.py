# SPDX-License-Identifier: Apache-2.0
"""The fixed input pattern of networks that do not take a 28x28 digit: the firmware fills the same values.

x = x * 1664525 + 1013904223 modulo 2^32 from seed 1 (constants: Numerical Recipes, `ranqd1`), one step an
element, in memory order.
"""

from __future__ import annotations

from collections.abc import Iterator

SEED = 1
_MULTIPLIER = 1664525
_INCREMENT = 1013904223


def _states(count: int) -> Iterator[int]:
    state = SEED
    for _ in range(count):
        state = (state * _MULTIPLIER + _INCREMENT) & 0xFFFFFFFF
        yield state


def float_pattern(count: int) -> list[float]:
    """Values in [0, 1), each exact in float32."""
    return [(state >> 8) / 16777216.0 for state in _states(count)]


def int8_pattern(count: int) -> list[int]:
    return [(state >> 24) - ((state >> 23) & 0x100) for state in _states(count)]
