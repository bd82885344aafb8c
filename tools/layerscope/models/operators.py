# SPDX-License-Identifier: Apache-2.0
"""What the runtime can execute: its operators, and the element types each takes."""

from __future__ import annotations

from layerscope.models.errors import ModelError
from layerscope.models.model import (
    ELEMENT_BYTES,
    FullyConnectedOptions,
    Model,
    Operator,
    Subgraph,
)

# Operator -> method of tflite::MicroMutableOpResolver.
RESOLVER_METHODS = {
    "AVERAGE_POOL_2D": "AddAveragePool2D",
    "CONV_2D": "AddConv2D",
    "DEPTHWISE_CONV_2D": "AddDepthwiseConv2D",
    "DEQUANTIZE": "AddDequantize",
    "FULLY_CONNECTED": "AddFullyConnected",
    "MAX_POOL_2D": "AddMaxPool2D",
    "QUANTIZE": "AddQuantize",
    "RESHAPE": "AddReshape",
    "SOFTMAX": "AddSoftmax",
}

# (input, weights or nothing, output) of each operator. float32 x int8 is the hybrid form.
_WEIGHTED = {
    ("float32", "float32", "float32"),
    ("float32", "float16", "float32"),
    ("float32", "int8", "float32"),
    ("int8", "int8", "int8"),
}
_UNWEIGHTED = {("float32", "", "float32"), ("int8", "", "int8")}
_TYPES: dict[str, set[tuple[str, str, str]]] = {
    "AVERAGE_POOL_2D": _UNWEIGHTED,
    "CONV_2D": _WEIGHTED,
    "DEPTHWISE_CONV_2D": _WEIGHTED,
    "DEQUANTIZE": {(source, "", "float32") for source in ("int8", "uint8", "float16")},
    "FULLY_CONNECTED": _WEIGHTED,
    "MAX_POOL_2D": _UNWEIGHTED,
    "QUANTIZE": {(s, "", t) for s in ("float32", "int8", "uint8") for t in ("int8", "uint8")},
    "RESHAPE": {(kind, "", kind) for kind in ELEMENT_BYTES},
    "SOFTMAX": _UNWEIGHTED,
}
_WEIGHTED_OPERATORS = {name for name, types in _TYPES.items() if types is _WEIGHTED}
_ACTIVATIONS = ("none", "relu", "relu_n1_to_1", "relu6")
_LEAST_INPUTS = {name: 2 if name in _WEIGHTED_OPERATORS else 1 for name in _TYPES}


def operator_label(operator: Operator) -> str:
    return f"{operator.name} '{operator.custom_code}'" if operator.name == "CUSTOM" else operator.name


def check_operators(model: Model) -> None:
    """Raises ModelError naming the first layer that the runtime cannot execute."""
    if len(model.subgraphs) > 1:
        raise ModelError(
            f"{model.name}: {len(model.subgraphs)} subgraphs, this runtime executes one; "
            "convert the model without control flow"
        )
    for operator in model.main.operators:
        if operator.name not in RESOLVER_METHODS:
            raise ModelError(
                f"{model.name}: layer {operator.index}: operator {operator_label(operator)} "
                f"is not in this runtime; take a network of these alone: {', '.join(RESOLVER_METHODS)}"
            )
        _check_operands(model, model.main, operator)


def is_weighted(operator: Operator) -> bool:
    return operator.name in _WEIGHTED_OPERATORS


def used_operators(model: Model) -> list[str]:
    """The operators of the model, each once, in the order of first use."""
    return list(dict.fromkeys(operator.name for operator in model.main.operators))


def weights_type(subgraph: Subgraph, operator: Operator) -> str:
    """Type of the weights as the file keeps them: behind a DEQUANTIZE of a constant, that constant's."""
    tensor = operator.inputs[1]
    for producer in subgraph.operators:
        if producer.name == "DEQUANTIZE" and tensor in producer.outputs and producer.inputs:
            tensor = producer.inputs[0]
            break
    return subgraph.tensors[tensor].type


def _check_operands(model: Model, subgraph: Subgraph, operator: Operator) -> None:
    where = f"{model.name}: layer {operator.index}: {operator.name}"
    needed = _LEAST_INPUTS[operator.name]
    if len(operator.inputs) < needed or -1 in operator.inputs[:needed] or len(operator.outputs) != 1:
        raise ModelError(
            f"{where} has inputs {list(operator.inputs)} and outputs {list(operator.outputs)}; "
            "convert the model again"
        )
    weighted = operator.name in _WEIGHTED_OPERATORS
    types = (
        subgraph.tensors[operator.inputs[0]].type,
        subgraph.tensors[operator.inputs[1]].type if weighted else "",
        subgraph.tensors[operator.outputs[0]].type,
    )
    if types not in _TYPES[operator.name]:
        taken = ", ".join(_type_text(known) for known in sorted(_TYPES[operator.name]))
        raise ModelError(f"{where} on {_type_text(types)} is not in this runtime; it takes: {taken}")
    options = operator.options
    activation = getattr(options, "activation", "none")
    if activation not in _ACTIVATIONS:
        raise ModelError(
            f"{where} with the fused activation {activation} is not in this runtime; "
            f"it takes: {', '.join(_ACTIVATIONS)}"
        )
    if isinstance(options, FullyConnectedOptions) and options.weights_format != 0:
        raise ModelError(f"{where} with shuffled weights is not in this runtime; convert the model again")


def _type_text(types: tuple[str, str, str]) -> str:
    source, weights, target = types
    middle = f" with {weights} weights" if weights else ""
    return f"{source}{middle} to {target}"


def compression_of(model: Model) -> str:
    """`int8` (integer throughout), `dynamic` (int8 weights, float activations), `float16` or `none`."""
    graph = model.main
    weighted = [operator for operator in graph.operators if operator.name in _WEIGHTED_OPERATORS]
    found = {(graph.tensors[operator.inputs[0]].type, weights_type(graph, operator)) for operator in weighted}
    if ("int8", "int8") in found:
        return "int8"
    if ("float32", "int8") in found:
        return "dynamic"
    return "float16" if ("float32", "float16") in found else "none"
