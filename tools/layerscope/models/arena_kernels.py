# SPDX-License-Identifier: Apache-2.0
"""What the kernels of lib/tflite_micro take of the arena on the 32-bit target, operator by operator.

The parsed options here are the structures of core/c/builtin_op_data.h; what a kernel allocates besides stands
in its rule (`kernels/`), as its Init and Prepare ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from layerscope.models.kernels import RULES
from layerscope.models.kernels.rule import Kernel
from layerscope.models.model import Operator, Subgraph

PARAMETER_BYTES = {
    "ADD": 2,
    "ARG_MAX": 1,
    "ARG_MIN": 1,
    "AVERAGE_POOL_2D": 40,
    "BATCH_MATMUL": 3,
    "CALL_ONCE": 4,
    "CAST": 2,
    "CONCATENATION": 8,
    "CONV_2D": 28,
    "CUMSUM": 2,
    "DEPTHWISE_CONV_2D": 28,
    "DEPTH_TO_SPACE": 4,
    "DIV": 1,
    "FULLY_CONNECTED": 5,
    "GATHER": 8,
    "IF": 8,
    "L2_NORMALIZATION": 1,
    "L2_POOL_2D": 40,
    "LEAKY_RELU": 4,
    "MAX_POOL_2D": 40,
    "MEAN": 1,
    "MIRROR_PAD": 1,
    "MUL": 1,
    "PACK": 8,
    "REDUCE_MAX": 1,
    "REDUCE_MIN": 1,
    "RESHAPE": 36,
    "RESIZE_BILINEAR": 2,
    "RESIZE_NEAREST_NEIGHBOR": 2,
    "SHAPE": 1,
    "SOFTMAX": 4,
    "SPACE_TO_DEPTH": 4,
    "SPLIT": 4,
    "SPLIT_V": 4,
    "SQUEEZE": 36,
    "STRIDED_SLICE": 24,
    "SUB": 2,
    "SUM": 1,
    "SVDF": 8,
    "TRANSPOSE_CONV": 16,
    "UNIDIRECTIONAL_SEQUENCE_LSTM": 16,
    "UNPACK": 8,
    "VAR_HANDLE": 8,
    "WHILE": 8,
}
"""Parsed options, on the target; those of the operators that are not here take nothing."""


def persistent_bytes(graph: Subgraph, op: Operator, use_cmsis_nn: bool, half: Iterable[int]) -> list[int]:
    """The persistent allocations of one operator. `half` are the tensors that arrive as float16 constants."""
    rule = RULES.get(op.name)
    requests = [PARAMETER_BYTES.get(op.name, 0), rule.op_data_bytes if rule else 0]
    if rule and rule.persistent:
        requests += rule.persistent(Kernel(graph, op, use_cmsis_nn, frozenset(half)))
    return requests


def scratch_bytes(graph: Subgraph, op: Operator, use_cmsis_nn: bool, half: Iterable[int]) -> int | None:
    """The scratch buffer of one operator; None when its kernel asks for none."""
    rule = RULES.get(op.name)
    if rule is None or rule.scratch is None:
        return None
    return rule.scratch(Kernel(graph, op, use_cmsis_nn, frozenset(half)))
