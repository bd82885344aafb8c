# SPDX-License-Identifier: Apache-2.0
"""int4 as TensorFlow Lite stores it: two values a byte, the first in the low half."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def pack_int4(values: Array) -> Array:
    """Integers from -8 to 7 as bytes."""
    nibbles = np.append(values.reshape(-1), [0] * (values.size % 2)).astype(np.uint8) & 0xF
    packed: Array = nibbles[0::2] | (nibbles[1::2] << 4)
    return packed


def unpack_int4(packed: Array, shape: tuple[int, ...]) -> Array:
    """The bytes of a tensor of that shape as int8."""
    octets = packed.view(np.uint8)
    nibbles = np.stack([octets & 0xF, octets >> 4], axis=-1).reshape(-1)[: int(np.prod(shape))]
    signed: Array = ((nibbles ^ 8).astype(np.int8) - 8).reshape(shape)
    return signed
