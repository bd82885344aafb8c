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


def integer_pattern(type: str, count: int) -> list[int]:
    """Of the integer types and bool. Numbers without a scale are counts and indices: 0 to 3."""
    if type == "int8":
        return int8_pattern(count)
    if type == "uint8":
        return [value + 128 for value in int8_pattern(count)]
    if type == "int16":
        return [(state >> 16) - ((state >> 15) & 0x10000) for state in _states(count)]
    shift = {"bool": 31, "int32": 30, "int64": 30}[type]
    return [state >> shift for state in _states(count)]
