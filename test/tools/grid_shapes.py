# SPDX-License-Identifier: Apache-2.0
"""The shapes of the kernel grid: single-operator models as networks have them, and as they do not.

Windows, strides, dilations, channel counts beside multiples of four, groups and batches are combined, each
with several of the others; whoever tunes a kernel for one shape sees here what it does to its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from exactness_shapes import SAME, VALID, Geometry, window
from exactness_weighted import PARAMETERS, WeightedLayer
from layerscope.models.reader import read_model
from layerscope.models.strip import strip_model
from layerscope.verify.cases import make_case
from layerscope.verify.generate import ModelSpec

WEIGHTED_FORMS = ("int8", "float32", "hybrid")
_DRAWN_FORMS = {
    "CONV_2D": ("int16", "int8 int4", "float16"),
    "DEPTHWISE_CONV_2D": ("int16", "int8 int4", "float16"),
    "FULLY_CONNECTED": ("int16", "int8 int4", "float16"),
    "MAX_POOL_2D": ("int16",),
    "AVERAGE_POOL_2D": ("int16",),
    "ADD": ("int16",),
    "SUB": ("int8", "int16"),
    "MUL": ("int16",),
    "SOFTMAX": ("int16",),
    "MEAN": ("float32",),
}
_DRAWN = 7
"""Models drawn of each of these."""
_MOST_DRAWN_BYTES = 12_000


@dataclass(frozen=True)
class Shape:
    """One model of the grid."""

    op: str
    form: str
    label: str
    model: bytes


def _image(height: int, width: int, channels: int, batches: int = 1) -> tuple[int, int, int, int]:
    return (batches, height, width, channels)


def convolutions() -> Iterator[Geometry]:
    # 1x1: depths and counts of channels around the steps of the loops, few and many pixels
    for depth, channels in ((1, 8), (3, 5), (4, 4), (8, 16), (16, 32), (17, 9), (32, 32), (64, 24), (128, 8)):
        yield Geometry(_image(6, 7, depth), (1, 1), channels)
        yield Geometry(_image(3, 3, depth), (1, 1), channels)
    for pixels in (1, 2, 3, 5):
        yield Geometry(_image(1, pixels, 40), (1, 1), 20)
    yield Geometry(_image(8, 8, 12), (1, 1), 10, stride=(2, 2))
    yield Geometry(_image(5, 5, 8, 3), (1, 1), 6)
    # 3x3: first layers, odd channels, strides, both paddings
    for depth, channels in (
        (1, 8),
        (1, 5),
        (3, 8),
        (3, 16),
        (4, 4),
        (8, 8),
        (15, 7),
        (16, 16),
        (24, 6),
        (32, 12),
    ):
        for stride in ((1, 1), (2, 2)):
            for padding in (SAME, VALID):
                yield Geometry(_image(7, 8, depth), (3, 3), channels, stride=stride, padding=padding)
    yield Geometry(_image(20, 20, 3), (3, 3), 8, stride=(2, 2))
    yield Geometry(_image(14, 14, 1), (3, 3), 12, padding=VALID)
    yield Geometry(_image(5, 6, 5, 2), (3, 3), 6)
    yield Geometry(_image(3, 3, 64), (3, 3), 16)
    for dilation in ((2, 2), (1, 3), (3, 1)):
        yield Geometry(_image(9, 9, 6), (3, 3), 5, dilation=dilation)
        yield Geometry(_image(9, 9, 4), (3, 3), 8, dilation=dilation, padding=VALID)
    # 1xN, Nx1 and larger
    for size in ((1, 3), (3, 1), (1, 7), (7, 1), (2, 2), (5, 5), (7, 7), (10, 4), (4, 10)):
        for depth, channels in ((1, 8), (5, 6), (8, 8), (16, 4)):
            stride = (2, 2) if size == (10, 4) else (1, 1)
            yield Geometry(_image(10, 9, depth), size, channels, stride=stride)
    yield Geometry(_image(1, 30, 8), (1, 5), 8)
    yield Geometry(_image(1, 24, 3), (1, 9), 4, stride=(1, 2))
    for channels in (1, 2, 3):
        yield Geometry(_image(7, 4, 6), (3, 3), channels)
        yield Geometry(_image(6, 6, 16), (1, 1), channels)
    yield Geometry(_image(2, 2, 8), (5, 5), 4)  # hardly anything but padding
    for groups, depth, channels in (
        (2, 8, 8),
        (4, 8, 12),
        (3, 9, 6),
        (2, 4, 2),
        (2, 32, 32),
        (4, 32, 48),
        (16, 32, 32),
        (8, 8, 16),
    ):
        for size in ((1, 1), (3, 3)):
            yield Geometry(_image(6, 5, depth), size, channels, groups=groups)
    yield Geometry(_image(9, 10, 24), (3, 3), 24, stride=(2, 2), groups=3)
    yield Geometry(_image(7, 7, 8, 2), (5, 5), 8, padding=VALID, groups=2)

    # hardly any work: where a reference kernel may be the faster one
    for depth in (1, 2, 3, 4, 5, 6, 7):
        yield Geometry(_image(4, 4, depth), (1, 1), 3)
        yield Geometry(_image(2, 3, depth), (1, 1), 8)
    for depth, channels in ((1, 1), (1, 4), (5, 1), (8, 1), (12, 2), (64, 1)):
        yield Geometry(_image(2, 2, depth), (1, 1), channels)
        yield Geometry(_image(5, 5, depth), (3, 3), channels, padding=VALID)
    for depth, channels in ((3, 2), (4, 4), (8, 10), (17, 5), (64, 12), (64, 1)):
        yield Geometry(_image(1, 1, depth), (1, 1), channels)  # one pixel
        yield Geometry(_image(3, 3, depth), (3, 3), channels, padding=VALID)
        yield Geometry(_image(1, 1, depth, 3), (1, 1), channels)
    for depth, channels in ((1, 2), (2, 8), (4, 4), (16, 3)):
        yield Geometry(_image(4, 5, depth, 2), (2, 2), channels, stride=(2, 1))
        yield Geometry(_image(9, 9, depth), (3, 3), channels, dilation=(2, 2))
        yield Geometry(_image(12, 7, depth), (3, 3), channels, dilation=(1, 2), padding=VALID)
    yield Geometry(_image(14, 14, 4), (3, 3), 12, dilation=(2, 2))
    yield Geometry(_image(20, 3, 1), (5, 1), 4, stride=(2, 1))


def depthwise() -> Iterator[Geometry]:
    for channels in (1, 2, 3, 4, 5, 7, 8, 12, 16, 17, 32, 64):
        for stride in ((1, 1), (2, 2)):
            yield Geometry(_image(7, 6, channels), (3, 3), channels, stride=stride)
        yield Geometry(_image(8, 9, channels), (3, 3), channels, padding=VALID)
        yield Geometry(_image(3, 3, channels), (3, 3), channels)
    for size in ((1, 3), (3, 1), (2, 2), (5, 5), (7, 7), (1, 9), (4, 4)):
        for channels in (3, 8, 20):
            yield Geometry(_image(9, 8, channels), size, channels)
        yield Geometry(_image(9, 10, 8), size, 8, stride=(2, 1), padding=VALID)
    for dilation in ((2, 2), (1, 2), (3, 1)):
        yield Geometry(_image(9, 9, 8), (3, 3), 8, dilation=dilation)
        yield Geometry(_image(9, 9, 5), (3, 3), 5, dilation=dilation, padding=VALID)
    for channels, multiplier in ((1, 8), (3, 2), (4, 2), (8, 3), (1, 3)):
        yield Geometry(_image(8, 7, channels), (3, 3), channels * multiplier)
        yield Geometry(_image(10, 8, channels), (5, 4), channels * multiplier, stride=(2, 2))
    yield Geometry(_image(5, 5, 6, 2), (3, 3), 6)
    yield Geometry(_image(1, 1, 16), (3, 3), 16)
    yield Geometry(_image(25, 5, 8), (25, 5), 8, padding=VALID)
    yield Geometry(_image(24, 24, 8), (3, 3), 8)
    yield Geometry(_image(16, 16, 16), (3, 3), 16, stride=(2, 2))


def matrices() -> Iterator[tuple[int, int, int]]:
    """Batches, depth, channels."""
    for depth in (1, 2, 3, 4, 5, 8, 13, 16, 31, 32, 64, 100, 128):
        yield (1, depth, 8)
    for channels in (1, 2, 3, 4, 5, 7, 10, 16, 33, 64):
        yield (1, 32, channels)
    yield from (
        (1, 1, 1),
        (1, 7, 3),
        (1, 64, 1),
        (1, 300, 1),
        (1, 1, 300),
        (1, 2, 150),
        (5, 3, 4),
        (9, 40, 7),
    )
    yield from ((1, 8, 128), (1, 256, 12), (1, 640, 6), (2, 64, 10), (3, 17, 5), (4, 32, 32), (7, 24, 3))


def pools() -> Iterator[Geometry]:
    for channels in (1, 3, 4, 8, 10, 32):
        yield Geometry(_image(8, 8, channels), (2, 2), channels, stride=(2, 2), padding=VALID)
        yield Geometry(_image(7, 9, channels), (3, 3), channels, stride=(2, 2))
        yield Geometry(_image(6, 5, channels), (6, 5), channels, padding=VALID)
    yield Geometry(_image(6, 6, 5), (3, 3), 5)
    yield Geometry(_image(5, 7, 6, 2), (2, 3), 6)
    yield Geometry(_image(3, 3, 4), (5, 5), 4)
    yield Geometry(_image(9, 8, 16), (1, 4), 16, stride=(1, 4))
    yield Geometry(_image(8, 8, 7), (1, 1), 7)
    yield Geometry(_image(1, 9, 1), (1, 3), 1, stride=(1, 3))
    yield Geometry(_image(2, 2, 2), (2, 2), 2, padding=VALID)
    yield Geometry(_image(4, 4, 5), (2, 2), 5, stride=(2, 2))
    yield Geometry(_image(4, 4, 1, 3), (3, 3), 1)


_PAIRS: Sequence[tuple[tuple[int, ...], tuple[int, ...]]] = (
    *(((1, count), (1, count)) for count in (1, 2, 3, 4, 5, 8, 16, 33, 100, 512)),
    ((1, 8, 8, 16), (1, 8, 8, 16)),
    ((2, 5, 7, 3), (2, 5, 7, 3)),
    ((1, 8, 8, 16), (16,)),
    ((1, 8, 8, 16), (1,)),
    ((1, 4, 1, 6), (1, 1, 5, 6)),
    ((4, 4, 4), (4, 1, 4)),
)
_ROWS = ((1, 1), (1, 2), (1, 3), (1, 10), (1, 12), (1, 100), (4, 16), (9, 5), (32, 2), (2, 4, 4, 8))
_MAPS = ((1, 1, 8), (2, 2, 3), (3, 3, 8), (4, 4, 64), (7, 7, 5), (5, 1, 4), (8, 8, 16), (6, 6, 1))


def _convolution(form: str, geometry: Geometry, number: int, is_depthwise: bool) -> bytes:
    depth = 1 if is_depthwise else geometry.input[3] // geometry.groups
    parameters = PARAMETERS[1] if form == "int8" and number % 5 == 1 else PARAMETERS[number % 2]
    layer = WeightedLayer(form, number, geometry.filter[0] * geometry.filter[1] * depth, parameters)
    source, target = layer.activations(geometry.input, geometry.output())
    options = window(geometry, "relu" if number % 4 == 0 else "none")
    if is_depthwise:
        weights = layer.filter((1, *geometry.filter, geometry.channels), geometry.channels, 3)
        options["DepthMultiplier"] = geometry.channels // geometry.input[3]
    else:
        weights = layer.filter((geometry.channels, *geometry.filter, depth), geometry.channels, 0)
    bias = layer.bias(geometry.channels, number % 7 != 3)
    op = "DEPTHWISE_CONV_2D" if is_depthwise else "CONV_2D"
    return layer.case("", op, [source, weights, bias], target, **options).model


def _matrix(form: str, sizes: tuple[int, int, int], number: int) -> bytes:
    batches, depth, channels = sizes
    parameters = PARAMETERS[2] if form == "hybrid" or number % 2 else PARAMETERS[0]
    layer = WeightedLayer(form, number, depth, parameters)
    source, target = layer.activations((batches, depth), (batches, channels))
    weights = layer.filter((channels, depth), channels, 0)
    bias = layer.bias(channels, number % 5 != 3)
    options = {"FusedActivationFunction": number % 2, "AsymmetricQuantizeInputs": number % 3 == 0}
    return layer.case("", "FULLY_CONNECTED", [source, weights, bias], target, **options).model


def _simple(
    op: str, form: str, inputs: Sequence[tuple[int, ...]], output: tuple[int, ...], **more: Any
) -> bytes:
    """An operator without weights. `constant`: an int32 tensor behind its inputs."""
    spec = ModelSpec()

    def tensor(name: str, shape: tuple[int, ...], number: int) -> int:
        if form == "float32":
            return spec.tensor(name, shape, form)
        scale, zero_point = 0.02 + 0.003 * number, 5 - 8 * number
        if name == "output" and op in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
            scale, zero_point = 0.02, 5
        if name == "output" and op == "SOFTMAX":
            scale, zero_point = 1 / 256, -128
        return spec.tensor(name, shape, form, scale=[scale], zero_point=[zero_point])

    sources = [tensor(f"input{i}", shape, i) for i, shape in enumerate(inputs)]
    given = list(sources)
    if "constant" in more:
        values = np.asarray(more.pop("constant"), np.int32)
        given.append(spec.tensor("axes", values.shape, "int32", values))
    target = tensor("output", output, 2)
    spec.operator(op, given, [target], **more)
    spec.inputs, spec.outputs = sources, [target]
    return spec.build()


def _pool(op: str, form: str, geometry: Geometry, number: int) -> bytes:
    options = window(geometry, "relu" if number % 3 == 0 else "none")
    options = {name: value for name, value in options.items() if not name.startswith("Dilation")}
    options |= {"FilterHeight": geometry.filter[0], "FilterWidth": geometry.filter[1]}
    return _simple(op, form, [geometry.input], geometry.output(), **options)


def weighted() -> Iterator[Shape]:
    for number, geometry in enumerate(convolutions()):
        if number % 3 == 0 or geometry.groups > 1:
            model = _convolution("int16", geometry, number, False)
            yield Shape("CONV_2D", "int16", geometry.label(), model)
    for form in WEIGHTED_FORMS:
        for number, geometry in enumerate(convolutions()):
            if form == "hybrid" and geometry.groups > 1:
                continue  # TensorFlow Lite refuses it
            yield Shape("CONV_2D", form, geometry.label(), _convolution(form, geometry, number, False))
        for number, geometry in enumerate(depthwise()):
            label = geometry.label()
            yield Shape("DEPTHWISE_CONV_2D", form, label, _convolution(form, geometry, number, True))
        for number, sizes in enumerate(matrices()):
            label = "x".join(map(str, sizes))
            yield Shape("FULLY_CONNECTED", form, label, _matrix(form, sizes, number))


def unweighted() -> Iterator[Shape]:
    for form in ("int8", "float32"):
        for op in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
            for number, geometry in enumerate(pools()):
                yield Shape(op, form, geometry.label(), _pool(op, form, geometry, number))
        for op in ("ADD", "MUL"):
            for first, second in _PAIRS:
                label = " and ".join("x".join(map(str, shape)) for shape in (first, second))
                output = np.broadcast_shapes(first, second)
                yield Shape(op, form, label, _simple(op, form, [first, second], output))
        for shape in _ROWS:
            yield Shape(
                "SOFTMAX", form, "x".join(map(str, shape)), _simple("SOFTMAX", form, [shape], shape, Beta=1.0)
            )
    for height, width, channels in _MAPS:
        model = _simple("MEAN", "int8", [_image(height, width, channels)], (1, channels), constant=[1, 2])
        yield Shape("MEAN", "int8", f"{height}x{width}x{channels}", model)


def _drawn() -> Iterator[Shape]:
    for op, forms in _DRAWN_FORMS.items():
        for form in forms:
            taken = 0
            for number in range(4 * _DRAWN):
                case = make_case(op, form, number)
                graph = read_model(case.model).main
                if taken == _DRAWN or len(case.model) > _MOST_DRAWN_BYTES:
                    continue
                if len(graph.operators) == 1 or form == "float16":  # whose weights come through DEQUANTIZE
                    taken += 1
                    yield Shape(op, form, f"drawn {number}", case.model)


def shapes() -> list[Shape]:
    """All shapes, without what no board reads."""
    found = [*weighted(), *unweighted(), *_drawn()]
    return [Shape(one.op, one.form, one.label, strip_model(read_model(one.model))) for one in found]


def few(every: Sequence[Shape], count: int) -> list[Shape]:
    """About `count` of them, of each operator and form some."""
    groups: dict[tuple[str, str], list[Shape]] = {}
    for shape in every:
        groups.setdefault((shape.op, shape.form), []).append(shape)
    step = max(1, len(every) // count)
    return [shape for group in groups.values() for shape in group[::step]]
