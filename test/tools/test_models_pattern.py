# SPDX-License-Identifier: Apache-2.0
"""The input pattern, against the recurrence computed by numpy's 32-bit integers."""

from __future__ import annotations

import numpy as np
from layerscope.models.pattern import pattern


def _states(count: int) -> np.ndarray:
    states = np.empty(count, np.uint32)
    state = np.array([1], np.uint32)
    for index in range(count):
        state = state * np.uint32(1664525) + np.uint32(1013904223)
        states[index] = state[0]
    return states


def test_pattern_is_the_linear_congruential_sequence() -> None:
    states = _states(5000)
    assert pattern("float32", 5000) == ((states >> 8) / 2.0**24).tolist()
    assert pattern("int8", 5000) == (states >> 24).astype(np.uint8).view(np.int8).tolist()
    assert pattern("uint8", 5000) == ((states >> 24) ^ 0x80).tolist()
    assert pattern("int16", 5000) == (states >> 16).astype(np.uint16).view(np.int16).tolist()
    assert pattern("int32", 5000) == pattern("int64", 5000) == (states >> 30).tolist()
    assert pattern("bool", 5000) == (states >> 31).tolist()


def test_float_values_are_exact_in_float32_and_below_one() -> None:
    values = pattern("float32", 5000)
    assert np.array_equal(np.array(values, np.float32).astype(float), values)
    assert min(values) >= 0.0 and max(values) < 1.0
