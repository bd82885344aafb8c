# SPDX-License-Identifier: Apache-2.0
"""Mild random distortions of digits: hand-drawn ones are less well centred and scaled than MNIST's own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_ROTATION_DEGREES = 10.0
_SHIFT_PIXELS = 2.0
_ZOOM = 0.12
_SHEAR = 0.1
_CHUNK = 1000  # images at a time, to keep the index arrays small


def distort(images: Floats, generator: np.random.Generator) -> Floats:
    """Each of n x 28 x 28 x 1 images rotated, zoomed, sheared and shifted by its own random amounts."""
    result = np.empty_like(images)
    for start in range(0, len(images), _CHUNK):
        chunk = images[start : start + _CHUNK, :, :, 0]
        result[start : start + _CHUNK, :, :, 0] = _distort_chunk(chunk, generator)
    return result


def _distort_chunk(images: Floats, generator: np.random.Generator) -> Floats:
    count, rows, columns = images.shape

    def uniform(limit: float) -> Floats:
        return generator.uniform(-limit, limit, (count, 1, 1)).astype(np.float32)

    angle = uniform(np.deg2rad(_ROTATION_DEGREES))
    zoom_y, zoom_x = 1 + uniform(_ZOOM), 1 + uniform(_ZOOM)
    shear, shift_y, shift_x = uniform(_SHEAR), uniform(_SHIFT_PIXELS), uniform(_SHIFT_PIXELS)

    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    y, x = y - (rows - 1) / 2, x - (columns - 1) / 2
    source_y = zoom_y * (np.cos(angle) * y - np.sin(angle) * x) + shift_y + (rows - 1) / 2
    source_x = zoom_x * (np.sin(angle) * y + np.cos(angle) * x) + shear * y + shift_x + (columns - 1) / 2
    return _sample(images, source_y, source_x)


def _sample(images: Floats, y: Floats, x: Floats) -> Floats:
    """Bilinear samples at (y, x); zero outside."""
    count, rows, columns = images.shape
    # A border of background makes every clipped neighbour a zero.
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1))).reshape(count, -1)
    y, x = np.clip(y + 1, 0, rows + 0.999), np.clip(x + 1, 0, columns + 0.999)
    top, left = y.astype(np.int32), x.astype(np.int32)
    below, right = y - top, x - left
    stride = columns + 2
    corner = (top * stride + left).reshape(count, -1)

    def at(offset: int) -> Floats:
        samples: Floats = np.take_along_axis(padded, corner + offset, axis=1).reshape(y.shape)
        return samples

    upper = at(0) * (1 - right) + at(1) * right
    lower = at(stride) * (1 - right) + at(stride + 1) * right
    result: Floats = (upper * (1 - below) + lower * below).astype(np.float32)
    return result
