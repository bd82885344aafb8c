# SPDX-License-Identifier: Apache-2.0
"""Whether scales and zero points are those of TensorFlow Lite's 8-bit quantisation specification."""

from __future__ import annotations

from layerscope.models.errors import ModelError
from layerscope.models.kernels import RULES
from layerscope.models.model import Model, Operator, Quantisation, Subgraph
from layerscope.models.operators import is_weighted
from layerscope.models.subgraphs import used_subgraphs

_QUANTISED = ("int8", "int16", "uint8")
_OUTPUT_AXIS = {"CONV_2D": 0, "DEPTHWISE_CONV_2D": 3, "FULLY_CONNECTED": 0}


def check_quantisation(model: Model) -> None:
    """Raises ModelError on the first operator whose tensors are quantised in a way no kernel reads."""
    used = used_subgraphs(model).values()
    layers = [(graph, op) for graph in used for op in graph.operators if op.name != "CUSTOM"]
    for graph, operator in layers:
        for fault in (
            _activations(graph, operator),
            _weights(graph, operator) if is_weighted(operator) else None,
            _softmax(graph, operator) if operator.name == "SOFTMAX" else None,
        ):
            if fault is not None:
                raise ModelError(
                    f"{model.name}: layer {operator.index}: {operator.name} {fault}; convert the model again"
                )


def _activations(graph: Subgraph, operator: Operator) -> str | None:
    if operator.name in RULES and not RULES[operator.name].scaled:
        return None
    for index in (*operator.inputs, *operator.outputs):
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


def _softmax(graph: Subgraph, operator: Operator) -> str | None:
    quantisation = graph.tensors[operator.outputs[0]].quantisation
    if quantisation is None or graph.tensors[operator.outputs[0]].type != "int8":
        return None
    scale, zero_point = quantisation.scales[0], quantisation.zero_points[0]
    if abs(scale - 1 / 256) >= 1e-6 or zero_point != -128:
        return f"has an output of scale {scale:.9g} and zero point {zero_point}, expected 1/256 and -128"
    return None
