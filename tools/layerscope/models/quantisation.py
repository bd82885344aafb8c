# SPDX-License-Identifier: Apache-2.0
"""Whether scales and zero points are those of TensorFlow Lite's quantisation specification."""

from __future__ import annotations

from layerscope.models.errors import ModelError
from layerscope.models.kernels import RULES
from layerscope.models.model import Model, Operator, Quantisation, Subgraph
from layerscope.models.operators import is_weighted
from layerscope.models.prescribed_scales import prescribed
from layerscope.models.subgraphs import used_subgraphs

_QUANTISED = ("int4", "int8", "int16", "uint8")
_OUTPUT_AXIS = {"CONV_2D": 0, "DEPTHWISE_CONV_2D": 3, "FULLY_CONNECTED": 0}


def check_quantisation(model: Model) -> None:
    """Raises ModelError on the first operator whose tensors are quantised in a way no kernel reads."""
    used = used_subgraphs(model).values()
    layers = [(graph, op) for graph in used for op in graph.operators if op.name != "CUSTOM"]
    for graph, operator in layers:
        fault = _activations(graph, operator)
        if fault is None and is_weighted(operator):
            fault = _weights(graph, operator)
        fault = fault or prescribed(graph, operator)
        if fault is not None:
            raise ModelError(
                f"{model.name}: layer {operator.index}: {operator.name} {fault}; convert the model again"
            )


def _activations(graph: Subgraph, operator: Operator) -> str | None:
    if operator.name in RULES and not RULES[operator.name].scaled:
        return None
    # Weights and biases, which an operator before may compute, have scales by channel.
    inputs = operator.inputs[:1] if is_weighted(operator) else operator.inputs
    for index in (*inputs, *operator.outputs):
        tensor = graph.tensors[index]
        if index < 0 or tensor.type not in _QUANTISED or tensor.is_constant:
            continue
        scales = tensor.quantisation.scales if tensor.quantisation else ()
        if len(scales) != 1 or scales[0] <= 0:
            return f"has the {tensor.type} tensor {index} with the scales {list(scales)}, not one"
    return None


def _weights(graph: Subgraph, operator: Operator) -> str | None:
    weights = graph.tensors[operator.inputs[1]]
    if weights.type not in _QUANTISED:
        return None
    if weights.quantisation is None:
        return f"has {weights.type} weights without a scale"
    return _weight_scales(
        weights.quantisation, _OUTPUT_AXIS[operator.name], operator.name == "FULLY_CONNECTED"
    )


def _weight_scales(quantisation: Quantisation, axis: int, zero_point_allowed: bool) -> str | None:
    count = len(quantisation.scales)
    if count > 1 and quantisation.axis != axis:
        return f"has {count} scales of weights along axis {quantisation.axis}, expected axis {axis}"
    for channel, zero_point in enumerate(quantisation.zero_points):
        if zero_point != 0 and not (zero_point_allowed and count == 1):
            return f"has weights of zero point {zero_point} in channel {channel}, expected 0"
    return None
