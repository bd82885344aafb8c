# SPDX-License-Identifier: Apache-2.0
"""Element-wise operators against the oracles: every type, broadcasting, quantisation and activation."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from exactness import Operand, OperatorCase, case, check_case, one_operator
from exactness_shapes import ACTIVATIONS

FUSING = ("ADD", "SUB", "MUL", "DIV")
BROADCASTS = [
    ((1, 3, 4, 5), (1, 3, 4, 5)),
    ((2, 7), (7,)),
    ((1,), (2, 3, 4)),
    ((2, 3, 4, 5), (1, 3, 1, 5)),
    ((3, 1, 5), (1, 4, 1)),
    ((1, 1), (1, 1)),
]
# Scale and zero point of both inputs and the output.
QUANTISATIONS = [
    ((0.1, 0), (0.1, 0), (0.2, 0)),
    ((0.0471, -128), (0.0123, 127), (0.051, -5)),
    ((1.7, 3), (0.0004, -9), (0.9, 100)),
    ((0.02, 11), (0.02, 11), (0.0001, -100)),  # saturates nearly everywhere
]


def _output_shape(shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> tuple[int, ...]:
    rank = max(map(len, shapes))
    a, b = ((1,) * (rank - len(shape)) + shape for shape in shapes)
    return tuple(max(x, y) for x, y in zip(a, b, strict=True))


def _quantised(shape: tuple[int, ...], type: str, pair: tuple[float, int]) -> Operand:
    scale, zero_point = pair
    if type == "int8":
        return Operand(shape, type, scale, zero_point)
    # int16 is symmetric; its steps are finer.
    return Operand(shape, type, scale / 256, 0) if type == "int16" else Operand(shape, type)


def arithmetic_cases(op: str, *kinds: str) -> Iterator[OperatorCase]:
    for type in kinds:
        for i, shapes in enumerate(BROADCASTS):
            quantisations = QUANTISATIONS if type in ("int8", "int16") else QUANTISATIONS[:1]
            for j, (first, second, third) in enumerate(quantisations):
                activation = list(ACTIVATIONS)[(i + j) % 4]
                inputs = [_quantised(shapes[0], type, first), _quantised(shapes[1], type, second)]
                output = _quantised(_output_shape(shapes), type, third)
                name = f"{op.lower()}-{type}-{i}-{j}-{activation}"
                fused = {"FusedActivationFunction": ACTIVATIONS[activation]} if op in FUSING else {}
                yield case(name, op, inputs, [output], **fused)


def long_cases(op: str) -> Iterator[OperatorCase]:
    """Enough elements for the fast kernels' tables and words: each scale the larger, and one for both."""
    for type in ("float32", "int8", "int16"):
        for i, (first, second, third) in enumerate(
            [
                ((0.05, 3), (0.021, -5), (0.06, -9)),
                ((0.011, -128), (0.07, 127), (0.05, 4)),
                ((0.03, 0), (0.03, 12), (0.034, -128)),
                ((0.9, 7), (0.0004, -20), (0.01, 30)),
            ]
        ):
            activation = list(ACTIVATIONS)[i]
            inputs = [_quantised((3, 347), type, first), _quantised((3, 347), type, second)]
            output = _quantised((3, 347), type, third)
            fused = {"FusedActivationFunction": ACTIVATIONS[activation]}
            yield case(f"{op.lower()}-{type}-long-{i}-{activation}", op, inputs, [output], **fused)


def unary_cases(op: str, *kinds: str, positive: bool = False) -> Iterator[OperatorCase]:
    for type in kinds:
        for i, shape in enumerate([(1, 3, 4, 5), (257,)]):
            quantisations = QUANTISATIONS if type in ("int8", "int16") else QUANTISATIONS[:1]
            if op == "HARD_SWISH":
                quantisations = quantisations[:3]  # the kernel has no room for much finer outputs
            for j, (first, _, second) in enumerate(quantisations):
                inputs, output = [_quantised(shape, type, first)], _quantised(shape, type, second)
                yield case(f"{op.lower()}-{type}-{i}-{j}", op, inputs, [output], positive=positive)


def leaky_cases(alpha: float) -> Iterator[OperatorCase]:
    for type in ("float32", "int8", "int16"):
        shape = (3, 100)
        for i, (first, _, second) in enumerate(QUANTISATIONS):
            inputs, output = [_quantised(shape, type, first)], _quantised(shape, type, second)
            yield case(f"leaky_relu-{type}-{alpha}-{i}", "LEAKY_RELU", inputs, [output], Alpha=alpha)


def sigmoid_cases(op: str, zero_point: int, scale: float) -> Iterator[OperatorCase]:
    """Every value of each type, at scales on both sides of what the tables are made for."""
    every8, every16 = np.arange(-128, 128, dtype=np.int8), np.arange(-(2**15), 2**15, dtype=np.int16)
    for input_scale in (0.1, 0.0001, 1.5, 2.0**-4):
        source, target = Operand((256,), "int8", input_scale, 3), Operand((256,), "int8", scale, zero_point)
        model = one_operator(op, [source], [target])
        yield OperatorCase(f"{op.lower()}-int8-{input_scale}", model, ((every8,),))
    for input_scale in (2.0**-12, 2.0**-15, 0.0001, 0.3, 3.0):
        source, target = Operand((65536,), "int16", input_scale), Operand((65536,), "int16", 2.0**-15)
        model = one_operator(op, [source], [target])
        yield OperatorCase(f"{op.lower()}-int16-{input_scale}", model, ((every16,),))
    yield from unary_cases(op, "float32")


def division_cases() -> Iterator[OperatorCase]:
    """By constants without a zero; int8 with quotients that upstream's rounding has the bits for."""
    for type in ("float32", "int8", "int32"):
        for i, ratio in enumerate((60.0, 100.0, 700.0)):
            divisor = np.array([-128, -77, -9, 1, 2, 3, 5, 64, 100, 127])
            shape = (4, len(divisor))
            inputs = [
                _quantised(shape, type, (0.1, 0)),
                Operand((len(divisor),), type, 0.02 if type == "int8" else 0.0, 0, divisor),
            ]
            output = _quantised(shape, type, (5.0 / ratio, -20))
            activation = list(ACTIVATIONS)[i]
            name = f"div-{type}-{activation}"
            yield case(name, "DIV", inputs, [output], FusedActivationFunction=ACTIVATIONS[activation])


def rsqrt_cases() -> Iterator[OperatorCase]:
    every = np.arange(-128, 128, dtype=np.int8)
    for input_scale, output_scale in ((0.1, 0.1), (0.02, 0.05), (1.3, 0.004), (0.0001, 0.3)):
        source, target = Operand((256,), "int8", input_scale, -128), Operand((256,), "int8", output_scale, 3)
        model = one_operator("RSQRT", [source], [target])
        yield OperatorCase(f"rsqrt-int8-{input_scale}", model, ((every,),))


def log_softmax_cases() -> Iterator[OperatorCase]:
    for i, shape in enumerate([(1, 10), (3, 7), (2, 3, 4), (200, 5), (1, 300), (1, 1)]):
        for scale in (0.17, 0.0039, 1.5):
            inputs = [Operand(shape, "int8", scale, i)]
            yield case(
                f"log_softmax-{i}-{scale}", "LOG_SOFTMAX", inputs, [Operand(shape, "int8", 1 / 16, 127)]
            )
        yield case(
            f"log_softmax-f32-{i}", "LOG_SOFTMAX", [Operand(shape, "float32")], [Operand(shape, "float32")]
        )


def cast_cases() -> Iterator[OperatorCase]:
    for source in ("float32", "int8", "int16", "int32", "bool"):
        for target in ("float32", "int8", "int16", "int32", "bool"):
            shape = (3, 50)
            yield case(f"cast-{source}-{target}", "CAST", [Operand(shape, source)], [Operand(shape, target)])


def plain_cases(op: str, *kinds: str, output: str = "") -> Iterator[OperatorCase]:
    """Two inputs and no arithmetic: quantised tensors of one scale."""
    for type in kinds:
        for i, shapes in enumerate(BROADCASTS):
            pair = QUANTISATIONS[i % 2][i % 2]  # with a scale below 1: upstream aborts on others
            inputs = [_quantised(shape, type, pair) for shape in shapes]
            result = _quantised(_output_shape(shapes), output or type, pair)
            yield case(f"{op.lower()}-{type}-{i}", op, inputs, [result])


def comparison_cases(op: str, *kinds: str) -> Iterator[OperatorCase]:
    yield from plain_cases(op, *kinds, output="bool")
    shape = (1, 300)
    for i, (first, second) in enumerate([((0.1, 3), (0.05, -7)), ((0.031, -128), (0.9, 127))]):
        inputs = [_quantised(shape, "int8", first), _quantised(shape, "int8", second)]
        yield case(f"{op.lower()}-scales-{i}", op, inputs, [Operand(shape, "bool")])


def select_cases() -> Iterator[OperatorCase]:
    for type in ("float32", "int8", "int16"):
        for i, shapes in enumerate(BROADCASTS):
            pair = (0.1, 4)
            result = _output_shape(shapes)
            for j, condition in enumerate((result, shapes[0], (1,))):
                inputs = [Operand(condition, "bool"), *(_quantised(shape, type, pair) for shape in shapes)]
                yield case(f"select-{type}-{i}-{j}", "SELECT_V2", inputs, [_quantised(result, type, pair)])


EXTREMES = ("float32", "int8", "int16", "int32", "int64")
ORDERED = ("float32", "int8", "int32", "int64")
ORDERS = ("GREATER", "GREATER_EQUAL", "LESS", "LESS_EQUAL")
FLOAT_UNARY = ("CEIL", "COS", "EXP", "FLOOR", "NEG", "ROUND", "SIN", "SQUARE")
FLOAT_POSITIVE = ("LOG", "SQRT")
CASES = [
    *arithmetic_cases("ADD", "float32", "int8", "int16", "int32"),
    *arithmetic_cases("SUB", "float32", "int8", "int16", "int32"),
    *(found for op in ("ADD", "SUB", "MUL") for found in long_cases(op)),
    *unary_cases("RELU", "float32", "int8", "int16"),
    *arithmetic_cases("MUL", "float32", "int8", "int16", "int32"),
    *arithmetic_cases("SQUARED_DIFFERENCE", "float32", "int8", "int16", "int32"),
    *arithmetic_cases("PRELU", "float32", "int8"),
    *unary_cases("ELU", "float32", "int8"),
    *unary_cases("HARD_SWISH", "float32", "int8"),
    *sigmoid_cases("LOGISTIC", -128, 1 / 256),
    *sigmoid_cases("TANH", 0, 1 / 128),
    *division_cases(),
    *unary_cases("RSQRT", "float32", positive=True),
    *rsqrt_cases(),
    *log_softmax_cases(),
    *cast_cases(),
    *unary_cases("ABS", "float32", "int8", "int16"),
    *(case for alpha in (0.3, -1.5) for case in leaky_cases(alpha)),
    *unary_cases("RELU6", "float32", "int8", "int16"),
    *(case for op in ("MAXIMUM", "MINIMUM") for case in plain_cases(op, *EXTREMES)),
    *(case for op in ("EQUAL", "NOT_EQUAL") for case in comparison_cases(op, *ORDERED, "bool")),
    *(case for op in ORDERS for case in comparison_cases(op, *ORDERED)),
    *(case for op in ("LOGICAL_AND", "LOGICAL_OR") for case in plain_cases(op, "bool")),
    *unary_cases("LOGICAL_NOT", "bool"),
    *unary_cases("ZEROS_LIKE", "float32", "int8", "int32", "int64"),
    *select_cases(),
    *(case for op in FLOAT_UNARY for case in unary_cases(op, "float32")),
    *(case for op in FLOAT_POSITIVE for case in unary_cases(op, "float32", positive=True)),
]


@pytest.mark.parametrize("asked", CASES, ids=lambda asked: asked.name)
def test_an_element_wise_operator_gives_what_the_oracle_gives(asked: OperatorCase) -> None:
    check_case(asked)
