# SPDX-License-Identifier: Apache-2.0
"""Resizing, batched products and transposed convolutions at their edges, against the oracles, and refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from exactness import Operand, OperatorCase, case, check_case, one_operator
from layerscope.host_runtime import HostRuntime, HostRuntimeError
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.reader import read_model

Shape = tuple[int, ...]
CENTRES = {"none": (False, False), "corners": (True, False), "half": (False, True)}
# Height and width before and after. Of long axes the rounding of the scale shows; where it is so far up that
# tflite-micro reads beyond its last pixel, there is nothing to compare.
SIZES = [
    ((1, 1), (1, 1)),
    ((1, 1), (3, 5)),
    ((7, 5), (1, 1)),
    ((4, 6), (8, 3)),
    ((2, 1000), (3, 2999)),
    ((1, 3), (1, 700)),
]


def _quantised(
    shape: Shape, type: str, scale: float = 0.05, zero_point: int = 7, data: Any = None
) -> Operand:
    if type == "float32":
        return Operand(shape, type, data=data)
    return Operand(shape, type, scale, 0 if type == "int16" else zero_point, data)


def _constant(values: Any) -> Operand:
    return Operand((len(values),), "int32", data=np.array(values))


def _resize(op: str, type: str, before: Shape, after: Shape, corners: bool, half: bool) -> OperatorCase:
    image = _quantised((2, *before, 3), type)
    target = _quantised((2, *after, 3), type)
    name = f"{op}-{type}-{before}-{after}-{corners}-{half}".lower()
    return case(name, op, [image, _constant(after)], [target], AlignCorners=corners, HalfPixelCenters=half)


def resize_cases() -> Iterator[OperatorCase]:
    for before, after in SIZES:
        for corners, half in CENTRES.values():
            for type in ("float32", "int8"):
                yield _resize("RESIZE_BILINEAR", type, before, after, corners, half)
            for type in ("float32", "int8", "int16"):
                yield _resize("RESIZE_NEAREST_NEIGHBOR", type, before, after, corners, half)
    # Nearest neighbours take both options at once.
    yield _resize("RESIZE_NEAREST_NEIGHBOR", "int8", (4, 6), (8, 3), True, True)


PRODUCTS = [
    ((3, 4), (4, 5), (3, 5)),
    ((2, 1, 3, 4), (5, 4, 2), (2, 5, 3, 2)),
    ((1, 4), (2, 3, 4, 1), (2, 3, 1, 1)),
    ((2, 3, 1, 2, 7), (1, 3, 2, 7, 2), (2, 3, 2, 2, 2)),
]


def product_cases() -> Iterator[OperatorCase]:
    for type in ("float32", "int8", "int16"):
        for a, b, result in PRODUCTS:
            for x in (False, True):
                for y in (False, True):
                    first = (*a[:-2], a[-1], a[-2]) if x else a
                    second = (*b[:-2], b[-1], b[-2]) if y else b
                    scale = 0.0004 if type == "int16" else 0.03
                    operands = [_quantised(first, type, scale), _quantised(second, type, scale, -11)]
                    target = _quantised(result, type, 0.013 if type == "int16" else 0.41, -3)
                    name = f"batch_matmul-{type}-{a}-{b}-{x}-{y}"
                    yield case(name, "BATCH_MATMUL", operands, [target], AdjX=x, AdjY=y)


# Input, filter's height and width, output channels, output's height and width, stride, padding (1: VALID).
TRANSPOSED: list[tuple[Shape, Shape, int, Shape, Shape, int]] = [
    ((1, 1, 1, 1), (1, 1), 1, (1, 1), (1, 1), 1),
    ((2, 3, 4, 5), (3, 3), 4, (6, 8), (2, 2), 0),
    ((1, 2, 2, 3), (5, 5), 2, (2, 2), (1, 1), 0),  # a filter beyond the image
    ((1, 3, 3, 2), (2, 2), 3, (9, 12), (3, 4), 1),  # a stride beyond the filter: outputs that nothing reaches
    ((1, 4, 4, 1), (3, 2), 1, (10, 9), (2, 2), 1),  # a row more than the inputs reach
]


def transposed_model(
    type: str,
    geometry: tuple[Shape, Shape, int, Shape, Shape, int],
    activation: int = 0,
    bias: bool = True,
    **wrong: Any,
) -> bytes:
    source, window, channels, size, stride, padding = geometry
    rng = np.random.default_rng(sum(source) + channels)
    shape = (channels, *window, source[3])
    to = (source[0], *size, channels)
    real = type == "float32"
    weights = rng.normal(size=shape) if real else rng.integers(-127, 128, shape)
    biases = rng.normal(size=channels) if real else rng.integers(-9000, 9000, channels)
    bias_type = {"float32": "float32", "int8": "int32", "int16": "int64"}[type]
    operands = [
        _constant(wrong.get("to", to)),
        _quantised(shape, "float32" if real else "int8", 0.01, 0, weights),
        _quantised(source, type, 0.02, -9),
        Operand((channels,), wrong.get("bias_type", bias_type), data=biases) if bias else None,
    ]
    target = _quantised(to, type, 0.7 if type == "int8" else 9.0, 5)
    return one_operator(
        "TRANSPOSE_CONV",
        operands,
        [target],
        Padding=padding,
        StrideH=wrong.get("stride", stride[0]),
        StrideW=stride[1],
        FusedActivationFunction=activation,
    )


def transposed_cases() -> Iterator[OperatorCase]:
    for type in ("float32", "int8", "int16"):
        for i, geometry in enumerate(TRANSPOSED):
            for bias in (True, False):
                rng = np.random.default_rng(i)
                if type == "float32":
                    values = rng.normal(size=geometry[0]).astype(np.float32)
                else:
                    ends = np.iinfo(type)
                    values = rng.integers(ends.min, ends.max + 1, geometry[0]).astype(type)
                model = transposed_model(type, geometry, i % 4, bias)
                yield OperatorCase(f"transpose_conv-{type}-{i}-{bias}", model, ((values,), (values,)))


CASES = [*resize_cases(), *product_cases(), *transposed_cases()]


@pytest.mark.parametrize("asked", CASES, ids=lambda asked: asked.name)
def test_an_operator_gives_what_the_oracle_gives(asked: OperatorCase) -> None:
    check_case(asked)


def _image(op: str, size: Operand, target: Shape, type: str = "int8", **options: Any) -> bytes:
    return one_operator(op, [_quantised((1, 4, 4, 2), type), size], [_quantised(target, type)], **options)


REFUSED = {
    "another size": (
        _image("RESIZE_BILINEAR", _constant([8, 8]), (1, 8, 7, 2)),
        "output of 1x8x7x2 where its input and size give 1x8x8x2",
    ),
    "a size that is no constant": (
        _image("RESIZE_NEAREST_NEIGHBOR", Operand((2,), "int32"), (1, 8, 8, 2)),
        "size as a constant of two INT32",
    ),
    "bilinear int16": (_image("RESIZE_BILINEAR", _constant([8, 8]), (1, 8, 8, 2), "int16"), "on INT16"),
    "both options": (
        _image("RESIZE_BILINEAR", _constant([8, 8]), (1, 8, 8, 2), AlignCorners=True, HalfPixelCenters=True),
        "exclude each other",
    ),
    "matrices that do not meet": (
        one_operator("BATCH_MATMUL", [Operand((2, 3), "float32")] * 2, [Operand((2, 3), "float32")]),
        "BATCH_MATMUL cannot make 2x3 of 2x3 and 2x3",
    ),
    "batches that do not meet": (
        one_operator(
            "BATCH_MATMUL",
            [Operand((2, 3, 3), "float32"), Operand((4, 3, 3), "float32")],
            [Operand((4, 3, 3), "float32")],
        ),
        "has 2 and 4 in dimension 0 of its inputs",
    ),
    "a sum of tensors with a zero point": (
        one_operator("ADD_N", [_quantised((4,), "int8")] * 2, [_quantised((4,), "int8")]),
        "INT8 inputs of zero point 7; it must be 0",
    ),
    "a sum of several shapes": (
        one_operator(
            "ADD_N", [Operand((4,), "float32"), Operand((1, 4), "float32")], [Operand((4,), "float32")]
        ),
        "ADD_N has operands of several types or shapes",
    ),
    "lengths of another scale": (
        one_operator("L2_NORMALIZATION", [_quantised((4,), "int8")], [_quantised((4,), "int8")]),
        "output of scale 1/128 and zero point 0",
    ),
    "a table of another width": (
        one_operator(
            "EMBEDDING_LOOKUP",
            [Operand((3,), "int32"), Operand((5, 4), "float32")],
            [Operand((3, 5), "float32")],
        ),
        "not a row of the table for each number",
    ),
    "a vector": (
        one_operator("BATCH_MATMUL", [Operand((3,), "float32")] * 2, [Operand((3,), "float32")]),
        "inputs need at least 2",
    ),
    "another output shape": (
        transposed_model("int8", TRANSPOSED[1], to=(2, 6, 9, 4)),
        "TRANSPOSE_CONV has an output of 8 in dimension 2 and asks for 9",
    ),
    "a bias of another type": (transposed_model("int16", TRANSPOSED[1], bias_type="int32"), "bias INT32"),
}


ONLY_THE_RUNTIME = ("both options", "a sum of tensors with a zero point", "lengths of another scale")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_the_runtime_and_the_build_refuse(name: str) -> None:
    model, sentence = REFUSED[name]
    with pytest.raises(HostRuntimeError) as refusal:
        HostRuntime(model, False)
    assert sentence in str(refusal.value)
    if name not in ONLY_THE_RUNTIME:
        with pytest.raises(ModelError):
            check_model(read_model(model))


@pytest.mark.parametrize("row", [-1, 5])
def test_a_row_beyond_the_table_stops_the_inference(row: int) -> None:
    table = Operand((5, 4), "float32", data=np.ones((5, 4)))
    model = one_operator("EMBEDDING_LOOKUP", [Operand((3,), "int32"), table], [Operand((3, 4), "float32")])
    with HostRuntime(model, False) as runtime:
        runtime.set_input(np.array([0, row, 4], np.int32))
        with pytest.raises(HostRuntimeError, match=f"asks for row {row} of a table of 5"):
            runtime.invoke()


def test_a_vector_of_length_nothing_stays_nothing() -> None:
    source, target = _quantised((2, 3), "int8"), Operand((2, 3), "int8", 1 / 128)
    values = np.array([[7, 7, 7], [7, 8, 7]], np.int8)
    asked = OperatorCase("l2-zero", one_operator("L2_NORMALIZATION", [source], [target]), ((values,),))
    check_case(asked)
