# SPDX-License-Identifier: Apache-2.0
"""The fixed input pattern of networks that do not take a 28x28 digit: the firmware fills the same values.

x = x * 1664525 + 1013904223 modulo 2^32 from seed 1 (constants: Numerical Recipes, `ranqd1`), one step an
element, in memory order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

SEED = 1
_MULTIPLIER = 1664525
_INCREMENT = 1013904223


def _states(count: int) -> Iterator[int]:
    state = SEED
    for _ in range(count):
        state = (state * _MULTIPLIER + _INCREMENT) & 0xFFFFFFFF
        yield state


def _float32(state: int) -> float:
    return (state >> 8) / 16777216.0


def _signed(state: int, bits: int) -> int:
    """The highest bits as a two's complement number."""
    top = state >> (32 - bits)
    return top - (1 << bits) if state >> 31 else top


_VALUES: dict[str, Callable[[int], float]] = {
    "float32": _float32,
    "int8": lambda state: _signed(state, 8),
    "uint8": lambda state: _signed(state, 8) + 128,
    "int16": lambda state: _signed(state, 16),
    # These count or choose something: small ones are likely to be meant.
    "int32": lambda state: state >> 30,
    "int64": lambda state: state >> 30,
    "bool": lambda state: state >> 31,
}
PATTERN_TYPES = tuple(_VALUES)


def pattern(type: str, count: int) -> list[float]:
    """Values for a tensor of a type of PATTERN_TYPES; floats in [0, 1), each exact in float32."""
    value = _VALUES[type]
    return [value(state) for state in _states(count)]
