# SPDX-License-Identifier: Apache-2.0
"""Windows that slide over an image: sizes, strides, dilations, padding, and the output they give."""

from __future__ import annotations

from dataclasses import dataclass

from layerscope.verify.cases.draw import Draw

SAME, VALID = 0, 1


@dataclass(frozen=True)
class Window:
    filter: tuple[int, int]
    stride: tuple[int, int]
    dilation: tuple[int, int]
    padding: int

    def output(self, height: int, width: int) -> tuple[int, int]:
        sizes = []
        for axis, extent in enumerate((height, width)):
            reach = (self.filter[axis] - 1) * self.dilation[axis]
            room = extent - (reach if self.padding == VALID else 0)
            sizes.append(-(-room // self.stride[axis]))
        return sizes[0], sizes[1]

    def options(self) -> dict[str, int]:
        return {"Padding": self.padding, "StrideH": self.stride[0], "StrideW": self.stride[1]}


def draw_window(draw: Draw, height: int, width: int, *, dilated: bool = False) -> Window:
    """A window that gives at least one output; with SAME it may be larger than the image."""
    padding = draw.pick((SAME, VALID))
    filter, dilation = [], []
    for extent in (height, width):
        size = draw.pick((1, 1, 2, 3, 3, 3, 4, 5, 7))
        step = draw.pick((1, 1, 2, 3)) if dilated else 1
        while padding == VALID and (size - 1) * step + 1 > extent:
            size, step = max(1, size - 1), 1
        filter.append(size)
        dilation.append(step)
    stride = (1, 1) if draw.chance(0.4) else (draw.pick((1, 2, 3)), draw.pick((1, 2, 3, 4)))
    return Window((filter[0], filter[1]), stride, (dilation[0], dilation[1]), padding)


def draw_image(draw: Draw, most_elements: int = 800) -> tuple[int, int, int, int]:
    """Batches, height, width, channels: channels around multiples of four, images of a row or a point too."""
    batches = draw.pick((1, 1, 1, 2, 3))
    height, width = (draw.pick((1, 2, 3, 4, 5, 6, 7, 8, 10, 13)) for _ in range(2))
    channels = draw.pick((1, 1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 24, 32))
    while batches * height * width * channels > most_elements:
        if channels > 8:
            channels //= 2
        elif height > 1:
            height -= 1
        else:
            batches, width = 1, max(1, width - 1)
    return batches, height, width, channels
