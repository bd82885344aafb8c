# SPDX-License-Identifier: Apache-2.0
"""Layers in float, NHWC, on a batch: what calibration runs."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def _windows(values: Array, kernel: tuple[int, int], stride: tuple[int, int]) -> Array:
    """[batch, rows, columns, channels, kernel rows, kernel columns], padded as TensorFlow's SAME is."""
    padding = [(0, 0)]
    for extent, size, step in zip(values.shape[1:3], kernel, stride, strict=True):
        total = max(0, (-(-extent // step) - 1) * step + size - extent)
        padding.append((total // 2, total - total // 2))
    padded = np.pad(values, [*padding, (0, 0)])
    windows: Array = np.lib.stride_tricks.sliding_window_view(padded, kernel, axis=(1, 2))
    return windows[:, :: stride[0], :: stride[1]]


def conv(values: Array, weights: Array, bias: Array, stride: tuple[int, int]) -> Array:
    """`weights`: OHWI."""
    windows = _windows(values, weights.shape[1:3], stride)
    result: Array = np.tensordot(windows, weights, axes=([3, 4, 5], [3, 1, 2])) + bias
    return result


def depthwise(values: Array, weights: Array, bias: Array, stride: tuple[int, int]) -> Array:
    """`weights`: 1HWC, one filter a channel."""
    windows = _windows(values, weights.shape[1:3], stride)
    result: Array = np.einsum("bxychw,hwc->bxyc", windows, weights[0]) + bias
    return result


def softmax(values: Array) -> Array:
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    result: Array = powers / powers.sum(axis=-1, keepdims=True)
    return result
