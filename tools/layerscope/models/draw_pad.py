# SPDX-License-Identifier: Apache-2.0
"""A pad to draw a digit on with the mouse: a matplotlib figure that paints MNIST-like strokes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from layerscope.models.digits import COLUMNS, ROWS

_BRUSH_PIXELS = 1.2
"""Distance from the pen at which the ink has faded to nothing is twice this: strokes 2 to 3 pixels wide."""


class DrawPad:
    """Drag with the left button to draw, click with the right one to wipe; `pixels()` is the drawing."""

    def __init__(self, axes: Any) -> None:
        self._ink: NDArray[np.float32] = np.zeros((ROWS, COLUMNS), np.float32)
        self._pen: tuple[float, float] | None = None
        self._image = axes.imshow(self._ink, cmap="gray_r", vmin=0.0, vmax=1.0)
        axes.set_xticks([])
        axes.set_yticks([])
        canvas = axes.figure.canvas
        canvas.mpl_connect("button_press_event", self._press)
        canvas.mpl_connect("motion_notify_event", self._move)
        canvas.mpl_connect("button_release_event", self._release)

    def pixels(self) -> list[float]:
        """784 values, 0.0 background to 1.0 ink, row by row."""
        return [float(value) for value in self._ink.ravel()]

    def clear(self) -> None:
        self._ink[:] = 0.0
        self._show()

    def stroke(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Paints from (x, y) to (x, y), in pixels."""
        steps = 1 + int(2 * max(abs(end[0] - start[0]), abs(end[1] - start[1])))
        rows, columns = np.mgrid[:ROWS, :COLUMNS]
        for part in np.linspace(0.0, 1.0, steps + 1):
            x, y = (start[axis] + part * (end[axis] - start[axis]) for axis in (0, 1))
            distance = np.hypot(columns - x, rows - y)
            ink = np.clip(2.0 - distance / _BRUSH_PIXELS, 0.0, 1.0)
            self._ink = np.maximum(self._ink, ink.astype(np.float32))
        self._show()

    def _press(self, event: Any) -> None:
        if event.inaxes is None:
            return
        if event.button == 3:
            self.clear()
            return
        self._pen = (event.xdata, event.ydata)
        self.stroke(self._pen, self._pen)

    def _move(self, event: Any) -> None:
        if self._pen is not None and event.inaxes is not None:
            start, self._pen = self._pen, (event.xdata, event.ydata)
            self.stroke(start, self._pen)

    def _release(self, event: Any) -> None:
        self._pen = None

    def _show(self) -> None:
        self._image.set_data(self._ink)
        self._image.figure.canvas.draw_idle()
