# SPDX-License-Identifier: Apache-2.0
"""Work and weights of each layer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from layerscope.models.errors import ModelError
from layerscope.models.model import Model, Operator, Subgraph
from layerscope.models.subgraphs import calls_of

Shape = tuple[int, ...]


@dataclass(frozen=True)
class LayerCost:
    op: str
    macs: int
    """Multiply-accumulates of one inference, padding counted as if it were multiplied.

    Of an IF the larger branch's; a WHILE, which may turn any number of times, has none.
    """
    weights_bytes: int
    """Weights and biases as the file keeps them, those behind a DEQUANTIZE at the layer that uses them."""


def layer_costs(model: Model) -> list[LayerCost]:
    """One entry an operator of the main subgraph, in execution order, with the subgraphs that it runs."""
    return [_cost(model, model.main, operator) for operator in model.main.operators]


def _cost(model: Model, graph: Subgraph, operator: Operator) -> LayerCost:
    macs, weights_bytes = _macs(model, graph, operator), _weights_bytes(graph, operator)
    branches = []
    for called in calls_of(operator):
        inner = model.subgraphs[called]
        costs = [_cost(model, inner, each) for each in inner.operators]
        branches.append(sum(cost.macs for cost in costs))
        weights_bytes += sum(cost.weights_bytes for cost in costs)
    if branches and operator.name != "WHILE":
        macs = max(branches)
    return LayerCost(operator.custom_code or operator.name, macs, weights_bytes)


def total_macs(model: Model) -> int:
    return sum(cost.macs for cost in layer_costs(model))


def _macs(model: Model, graph: Subgraph, operator: Operator) -> int:
    shapes = [graph.tensors[index].shape if index >= 0 else () for index in operator.inputs]
    if operator.name in _PRODUCTS:
        return _PRODUCTS[operator.name](operator, shapes, graph.tensors[operator.outputs[0]].shape)
    if operator.name not in ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"):
        return 0
    weights = graph.tensors[operator.inputs[1]].shape
    output = graph.tensors[operator.outputs[0]]
    rank = 2 if operator.name == "FULLY_CONNECTED" else 4
    if len(weights) != rank:
        raise ModelError(
            f"{model.name}: layer {operator.index}: {operator.name} has weights of shape {list(weights)}, "
            f"expected {rank} dimensions; convert the model again"
        )
    # Products an output element: CONV_2D's weights are OHWI, DEPTHWISE_CONV_2D's 1HWO, FULLY_CONNECTED's OI.
    per_output = math.prod(weights[1:3] if operator.name == "DEPTHWISE_CONV_2D" else weights[1:])
    return output.elements * per_output


def _batch_matmul(operator: Operator, shapes: list[Shape], output: Shape) -> int:
    return math.prod(output) * shapes[0][-2 if (operator.fields or {}).get("adj_x") else -1]


def _transpose_conv(operator: Operator, shapes: list[Shape], output: Shape) -> int:
    """Each input is multiplied by the filters of all outputs."""
    return math.prod(shapes[2]) * math.prod(shapes[1][:3])


def _svdf(operator: Operator, shapes: list[Shape], output: Shape) -> int:
    """Each filter over the features, and over the steps that are remembered."""
    return shapes[0][0] * (math.prod(shapes[1]) + math.prod(shapes[2]))


def _lstm(operator: Operator, shapes: list[Shape], output: Shape) -> int:
    """Four gates over the features and the former output, and three products a unit."""
    batches, steps, units = output
    return batches * steps * units * (4 * (shapes[0][-1] + units) + 3)


_PRODUCTS: dict[str, Callable[[Operator, list[Shape], Shape], int]] = {
    "BATCH_MATMUL": _batch_matmul,
    "SVDF": _svdf,
    "TRANSPOSE_CONV": _transpose_conv,
    "UNIDIRECTIONAL_SEQUENCE_LSTM": _lstm,
}


def _weights_bytes(graph: Subgraph, operator: Operator) -> int:
    if operator.name in ("RESHAPE", "DEQUANTIZE"):
        return 0  # a shape; weights that count where they are used
    unpacked = {
        producer.outputs[0]: producer.inputs[0]
        for producer in graph.operators
        if producer.name == "DEQUANTIZE" and producer.inputs and producer.outputs
    }
    indices = {unpacked.get(index, index) for index in operator.inputs if index >= 0}
    return sum(graph.tensors[index].data_bytes for index in indices)
