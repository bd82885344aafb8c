# SPDX-License-Identifier: Apache-2.0
"""Products of matrices that are no weights, transposed convolutions, sums, lengths and tables."""

from __future__ import annotations

from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.rule import Kernel, Rule, alike, types
from layerscope.models.kernels.shapes import along_last, broadcast_shape


def _batch_matmul(operands: Operands) -> None:
    fields = operands.operator.fields or {}
    a, b = operands.input(0).shape, operands.input(1).shape
    operands.need(len(a) >= 2 and len(b) >= 2, f"has inputs of shapes {[list(a), list(b)]}")
    rows, inner = a[:-3:-1] if fields.get("adj_x") else a[-2:]
    right, columns = b[:-3:-1] if fields.get("adj_y") else b[-2:]
    batches = broadcast_shape(a[:-2], b[:-2])
    if inner != right or batches is None:
        raise operands.fail(f"has inputs of shapes {[list(a), list(b)]}")
    operands.need_shape(operands.output, (*batches, rows, columns), "an output")


_FILTER, _INPUT, _BIAS = 1, 2, 3


def _transpose_conv(operands: Operands) -> None:
    source, weights, target = operands.input(_INPUT), operands.input(_FILTER), operands.output
    operands.need_rank(source, 4, "an input")
    operands.need_rank(weights, 4, "weights")
    operands.need_rank(target, 4, "an output")
    shape = operands.integers(0)
    if shape is not None:
        operands.need_shape(target, shape, "an output")
    operands.need(
        (target.shape[0], target.shape[3], source.shape[3])
        == (source.shape[0], weights.shape[0], weights.shape[3]),
        f"has weights of shape {list(weights.shape)} for {source.shape[3]} channels",
    )
    bias = operands.optional(_BIAS)
    if bias is not None:
        expected = {"float32": "float32", "int8": "int32", "int16": "int64"}[source.type]
        operands.need(bias.type == expected, f"has a bias of type {bias.type}, expected {expected}")
        operands.need(
            bias.elements == weights.shape[0],
            f"has {bias.elements} biases for {weights.shape[0]} channels",
        )


def _channel_multipliers(kernel: Kernel) -> list[int]:
    """Quantised: a multiplier and a shift for each output channel."""
    if kernel.graph.tensors[kernel.op.inputs[_INPUT]].type == "float32":
        return []
    channels = kernel.graph.tensors[kernel.op.inputs[_FILTER]].shape[0]
    return [4 * channels, 4 * channels]


def _embedding_lookup(operands: Operands) -> None:
    rows, table = operands.input(0), operands.input(1)
    operands.need_rank(rows, 1, "row numbers")
    operands.need(len(table.shape) >= 2, f"has a table of shape {list(table.shape)}")
    operands.need_shape(operands.output, (rows.shape[0], *table.shape[1:]), "an output")


def _alike(operands: Operands) -> None:
    for tensor in (*operands.inputs[1:], operands.output):
        operands.need_shape(tensor, operands.input(0).shape, "an operand")
        operands.need(tensor.type == operands.input(0).type, f"has an operand of type {tensor.type}")


RULES: dict[str, Rule] = {
    "ADD_N": Rule("AddAddN", alike(2, "float32", "int8"), inputs=2, check=_alike, op_data_bytes=20),
    "BATCH_MATMUL": Rule(
        "AddBatchMatMul",
        alike(2, "float32", "int8", "int16"),
        inputs=2,
        check=_batch_matmul,
        op_data_bytes=16,
    ),
    "EMBEDDING_LOOKUP": Rule(
        "AddEmbeddingLookup",
        types("int32, float32 -> float32", "int32, int8 -> int8", "int32, int8 -> float32"),
        inputs=2,
        check=_embedding_lookup,
        op_data_bytes=4,
    ),
    "L2_NORMALIZATION": Rule(
        "AddL2Normalization",
        alike(1, "float32", "int8"),
        check=along_last,
        op_data_bytes=4,
        activations=("none",),
    ),
    "TRANSPOSE_CONV": Rule(
        "AddTransposeConv",
        types(
            "int32, float32, float32 -> float32",
            "int32, int8, int8 -> int8",
            "int32, int8, int16 -> int16",
        ),
        inputs=3,
        check=_transpose_conv,
        op_data_bytes=32,
        persistent=_channel_multipliers,
    ),
}
