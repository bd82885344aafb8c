# SPDX-License-Identifier: Apache-2.0
"""Shapes for the exactness tests: geometries at the edges, activations, the operator options they mean."""

from __future__ import annotations

from dataclasses import dataclass

SAME, VALID = 0, 1
ACTIVATIONS = {"none": 0, "relu": 1, "relu_n1_to_1": 2, "relu6": 3}
FORMS = ("float32", "int8", "hybrid", "float16")


@dataclass(frozen=True)
class Geometry:
    input: tuple[int, int, int, int]
    filter: tuple[int, int]
    channels: int
    stride: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    padding: int = SAME
    groups: int = 1

    def output(self) -> tuple[int, int, int, int]:
        sizes = []
        for axis in (0, 1):
            reach = (self.filter[axis] - 1) * self.dilation[axis] + 1
            room = self.input[1 + axis] - (reach - 1 if self.padding == VALID else 0)
            sizes.append(-(-room // self.stride[axis]))
        return (self.input[0], sizes[0], sizes[1], self.channels)

    def label(self) -> str:
        shape = "x".join(map(str, self.input))
        return (
            f"{shape}-{self.filter[0]}x{self.filter[1]}x{self.channels}-s{self.stride[0]}{self.stride[1]}"
            f"-d{self.dilation[0]}{self.dilation[1]}-{'valid' if self.padding else 'same'}"
            + (f"-g{self.groups}" if self.groups > 1 else "")
        )


CONVOLUTIONS = [
    Geometry((1, 1, 1, 1), (1, 1), 1),
    Geometry((1, 28, 28, 1), (3, 3), 32, padding=VALID),  # the MNIST network's first layer
    Geometry((1, 6, 6, 32), (3, 3), 16, padding=VALID),
    Geometry((2, 5, 7, 3), (3, 3), 5),
    Geometry((1, 8, 8, 4), (1, 1), 8),
    Geometry((1, 8, 8, 5), (1, 1), 7, stride=(2, 2)),
    Geometry((1, 9, 6, 8), (2, 4), 6, stride=(2, 1), padding=VALID),
    Geometry((1, 7, 7, 2), (3, 3), 4, dilation=(2, 2)),
    Geometry((1, 9, 11, 3), (3, 2), 4, dilation=(3, 1), padding=VALID),
    Geometry((1, 10, 10, 3), (5, 5), 2, stride=(3, 2)),
    Geometry((1, 3, 3, 4), (5, 5), 3),  # filter larger than the input: padding on all sides
    Geometry((1, 1, 20, 6), (1, 7), 9),
    Geometry((3, 4, 1, 17), (4, 1), 2, padding=VALID),
    Geometry((1, 12, 12, 1), (10, 4), 8, stride=(2, 2)),  # keyword spotting's first layer, smaller
    Geometry((1, 2, 2, 3), (3, 3), 4, stride=(4, 4)),  # a stride beyond the input
]
GROUPED = [
    Geometry((1, 5, 5, 4), (3, 3), 6, groups=2),
    Geometry((1, 4, 6, 6), (1, 1), 6, groups=3, padding=VALID),
]
DEPTHWISE = [
    Geometry((1, 1, 1, 1), (1, 1), 1),
    Geometry((1, 6, 6, 8), (3, 3), 8),
    Geometry((1, 7, 5, 3), (3, 3), 3, stride=(2, 2)),
    Geometry((2, 6, 6, 5), (3, 3), 5, padding=VALID),
    Geometry((1, 6, 6, 3), (3, 3), 6),  # depth multiplier 2
    Geometry((1, 10, 8, 1), (5, 3), 8, stride=(2, 2)),  # multiplier 8
    Geometry((1, 9, 9, 4), (3, 3), 4, dilation=(2, 2)),
    Geometry((1, 8, 8, 4), (3, 3), 4, dilation=(3, 2), padding=VALID),
    Geometry((1, 25, 5, 6), (25, 5), 6, padding=VALID),
    Geometry((1, 3, 3, 16), (5, 5), 16),
    Geometry((1, 4, 12, 9), (1, 3), 18, stride=(1, 2)),
]
MATRICES = [
    (1, 1, 1),
    (1, 16, 8),
    (1, 576, 64),
    (1, 64, 10),
    (3, 17, 5),
    (4, 8, 4),
    (1, 33, 1),
    (2, 300, 3),
    (1, 7, 130),
]
POOLS = [
    Geometry((1, 26, 26, 8), (2, 2), 8, stride=(2, 2), padding=VALID),
    Geometry((1, 11, 11, 3), (2, 2), 3, stride=(2, 2), padding=VALID),
    Geometry((1, 7, 7, 5), (3, 3), 5, stride=(2, 2)),
    Geometry((2, 4, 6, 4), (4, 6), 4, padding=VALID),
    Geometry((1, 5, 5, 1), (3, 2), 1),
    Geometry((1, 8, 8, 17), (1, 1), 17),
    Geometry((1, 3, 3, 2), (5, 5), 2),
    Geometry((1, 25, 5, 4), (25, 5), 4, stride=(25, 5), padding=VALID),
]


def window(geometry: Geometry, activation: str) -> dict[str, int]:
    return {
        "Padding": geometry.padding,
        "StrideH": geometry.stride[0],
        "StrideW": geometry.stride[1],
        "DilationHFactor": geometry.dilation[0],
        "DilationWFactor": geometry.dilation[1],
        "FusedActivationFunction": ACTIVATIONS[activation],
    }


def cycle(position: int) -> str:
    return list(ACTIVATIONS)[position % len(ACTIVATIONS)]
