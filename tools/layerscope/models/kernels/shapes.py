# SPDX-License-Identifier: Apache-2.0
"""Shape checks that operators of several families share."""

from __future__ import annotations

from layerscope.models.kernels.operands import Operands


def same_shape(operands: Operands) -> None:
    operands.need_shape(operands.output, operands.input(0).shape, "an output")


def along_last(operands: Operands) -> None:
    """The output has the input's shape, which has a last axis to work along."""
    same_shape(operands)
    operands.need(len(operands.input(0).shape) > 0, "has an input of no dimensions")


def broadcast(operands: Operands) -> None:
    """The output has the shape that all inputs broadcast to."""
    result: tuple[int, ...] = ()
    for tensor in operands.inputs:
        joined = broadcast_shape(result, tensor.shape)
        if joined is None:
            raise operands.fail(f"has inputs of shapes {[list(other.shape) for other in operands.inputs]}")
        result = joined
    operands.need_shape(operands.output, result, "an output")


def broadcast_shape(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...] | None:
    """NumPy's broadcasting; None when the shapes do not go together."""
    rank = max(len(a), len(b))
    a, b = (1,) * (rank - len(a)) + a, (1,) * (rank - len(b)) + b
    if any(x != y and 1 not in (x, y) for x, y in zip(a, b, strict=True)):
        return None
    return tuple(y if x == 1 else x for x, y in zip(a, b, strict=True))


def output_extent(size: int, kernel: int, stride: int, dilation: int, padding: str) -> int:
    """Positions of a window along one axis: TensorFlow's definition of `SAME` and `VALID` padding."""
    if padding == "same":
        return -(-size // stride)
    return max(0, (size - (kernel - 1) * dilation - 1) // stride + 1)
