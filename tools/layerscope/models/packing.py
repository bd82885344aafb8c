# SPDX-License-Identifier: Apache-2.0
"""Fully connected int8 weights as lib/cmsis_nn's packed kernel wants them (arm_nnfunctions_packed.h).

Two weights w0, w1 become the int16 256 * w1 + w0, the bias takes in what is known before the run. No
constant grows: their bytes and the operator's `weights_format` change. An operator that
the packed kernel cannot take stays as it is. Standard library only: it runs inside PlatformIO's Python as
well.
"""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass, field

from layerscope.models.arena_fast_kernels import FEWEST_WEIGHTS
from layerscope.models.model import Model, Operator, Subgraph, Tensor

PACKED_FORMAT = 64
"""FullyConnectedOptions.weights_format of a packed layer, as kTfLiteFullyConnectedWeightsFormatPacked8."""

_SUM_LIMIT = 1 << 23
_LARGEST_SCALE = 0.49  # of the output; the kernel's shift must be to the right


@dataclass
class Packing:
    """The buffers whose bytes change, and the operators that read them, by their outputs."""

    buffers: dict[int, bytes] = field(default_factory=dict)
    operators: set[tuple[int, ...]] = field(default_factory=set)


def pack_weights(model: Model) -> Packing:
    """What changes in `model` for the packed kernel."""
    packing = Packing()
    if len(model.subgraphs) > 1:
        return packing  # operators are told apart by their outputs
    graph = model.main
    readers = Counter(t for op in graph.operators for t in op.inputs)
    sharers = Counter(tensor.buffer for tensor in graph.tensors)
    for op in graph.operators:
        if op.name != "FULLY_CONNECTED" or len(op.inputs) < 3 or op.inputs[2] < 0:
            continue
        weights, bias = (graph.tensors[index] for index in op.inputs[1:3])
        own = all(t.is_constant and readers[t.index] == 1 and sharers[t.buffer] == 1 for t in (weights, bias))
        if not own or not _is_taken(graph, op, weights, bias):
            continue
        zero_point = _quantised(graph.tensors[op.inputs[0]])[1]
        packed = _pack(model.constant(weights), model.constant(bias), weights.shape[1], zero_point)
        if packed is not None:
            packing.buffers[weights.buffer], packing.buffers[bias.buffer] = packed
            packing.operators.add(op.outputs)
    return packing


def _quantised(tensor: Tensor) -> tuple[float, int]:
    """Scale and zero point of a tensor with one of each; a scale of 0 for another."""
    found = tensor.quantisation
    if found is None or len(found.scales) != 1 or len(found.zero_points) != 1:
        return 0.0, 0
    return found.scales[0], found.zero_points[0]


def _is_taken(graph: Subgraph, op: Operator, weights: Tensor, bias: Tensor) -> bool:
    source, target = graph.tensors[op.inputs[0]], graph.tensors[op.outputs[0]]
    types = (source.type, weights.type, bias.type, target.type)
    if types != ("int8", "int8", "int32", "int8") or op.fields.get("weights_format") != 0:
        return False
    if len(weights.shape) != 2 or weights.shape[0] % 4 or weights.shape[1] % 4:
        return False
    if weights.elements < FEWEST_WEIGHTS:
        return False
    kernel = weights.quantisation
    first, last = _quantised(source)[0], _quantised(target)[0]
    if min(first, last) <= 0.0 or kernel is None or any(kernel.zero_points):
        return False
    return all(2.0**-30 < first * scale / last < _LARGEST_SCALE for scale in kernel.scales)


def _pack(weights: bytes, bias: bytes, depth: int, zero_point: int) -> tuple[bytes, bytes] | None:
    """Weights and biases rewritten; None where a pair or a sum does not fit."""
    signed = struct.unpack(f"{len(weights)}b", weights)
    packed = bytearray(weights)
    for i in range(0, len(signed), 2):
        if signed[i] < 0:
            if signed[i + 1] == -128:
                return None
            packed[i + 1] = (signed[i + 1] - 1) & 255
    biases = []
    for row, value in enumerate(struct.unpack(f"<{len(bias) // 4}i", bias)):
        elements = signed[row * depth : (row + 1) * depth]
        total = sum(elements)
        above = sum(w for w in elements if w > 0)
        below = above - total
        offset = value - zero_point * total
        # Of an input from -128 to 127, the sum nearest to each end.
        if (
            offset + 127 * above + 128 * below >= _SUM_LIMIT
            or offset - 128 * above - 127 * below < -_SUM_LIMIT
        ):
            return None
        biases.append((256 * offset - 127 * sum(elements[::2])) & 0xFFFFFFFF)
    return bytes(packed), struct.pack(f"<{len(biases)}I", *biases)
