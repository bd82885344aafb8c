# SPDX-License-Identifier: Apache-2.0
"""What the kernels of lib/tflite_micro take of the arena on the 32-bit target, operator by operator.

The structures are those of core/c/builtin_op_data.h and micro/kernels/op_data.h, the scratch formulas those
that each kernel states in its Prepare.
"""

from __future__ import annotations

from layerscope.models.arena_fast_kernels import fast_scratch_bytes
from layerscope.models.model import Operator, Subgraph, Tensor

_PARAMETER_BYTES = {
    "CONV_2D": 24,
    "DEPTHWISE_CONV_2D": 28,
    "FULLY_CONNECTED": 5,
    "MAX_POOL_2D": 40,
    "AVERAGE_POOL_2D": 40,
    "SOFTMAX": 4,
    "RESHAPE": 36,
}
"""Parsed options: the structures of builtin_op_data.h."""

_OP_DATA_BYTES = {
    "CONV_2D": 32,
    "DEPTHWISE_CONV_2D": 32,
    "FULLY_CONNECTED": 32,
    "MAX_POOL_2D": 12,
    "AVERAGE_POOL_2D": 12,
    "SOFTMAX": 12,
    "QUANTIZE": 20,
    "DEQUANTIZE": 20,
}
"""The structures of op_data.h."""

_INT32_BYTES = 4


def persistent_bytes(graph: Subgraph, op: Operator, half: set[int]) -> list[int]:
    """The persistent allocations of one operator. `half` are the tensors that arrive as float16 constants."""
    requests = [_PARAMETER_BYTES.get(op.name, 0), _OP_DATA_BYTES.get(op.name, 0)]
    if _form(graph, op, half) == "int8":
        filter_tensor = graph.tensors[op.inputs[1]]
        scales = len(filter_tensor.quantisation.scales) if filter_tensor.quantisation else 0
        if op.name in ("CONV_2D", "DEPTHWISE_CONV_2D") or scales > 1:
            channels = filter_tensor.shape[3 if op.name == "DEPTHWISE_CONV_2D" else 0]
            requests += [_INT32_BYTES * channels, _INT32_BYTES * channels]
    return requests


def scratch_bytes(graph: Subgraph, op: Operator, use_cmsis_nn: bool, half: set[int]) -> int | None:
    """The scratch buffer of one operator; None when its kernel asks for none."""
    form = _form(graph, op, half)
    fast = fast_scratch_bytes(graph, op, form, half) if use_cmsis_nn else None
    if fast is not None:
        return fast or None
    if form == "hybrid":
        # One batch of the input, as int8.
        if op.name == "FULLY_CONNECTED":
            return graph.tensors[op.inputs[1]].shape[1]
        return _batch_elements(graph.tensors[op.inputs[0]])
    return None


def _form(graph: Subgraph, op: Operator, half: set[int]) -> str:
    """The KernelForm that the weighted layers settle on: float32, int8, hybrid or float16_weights."""
    if op.name not in ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"):
        return ""
    activation, weights = graph.tensors[op.inputs[0]].type, graph.tensors[op.inputs[1]].type
    if activation == "float32":
        if op.inputs[1] in half or weights == "float16":
            return "float16_weights"
        return "hybrid" if weights == "int8" else "float32"
    return "int8"


def _batch_elements(tensor: Tensor) -> int:
    return tensor.elements // tensor.shape[0] if tensor.shape and tensor.shape[0] else 0
