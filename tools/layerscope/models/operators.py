# SPDX-License-Identifier: Apache-2.0
"""What the runtime can execute: its operators, and the element types each takes."""

from __future__ import annotations

from layerscope.models.custom_operators import CustomOperators, function_of
from layerscope.models.errors import ModelError
from layerscope.models.kernels import KERNELS, RULES
from layerscope.models.kernels.rule import Types, fits
from layerscope.models.model import FullyConnectedOptions, Model, Operator, Subgraph
from layerscope.models.options import ACTIVATIONS
from layerscope.models.subgraphs import used_subgraphs

RESOLVER_METHODS = {name: rule.method for name, rule in KERNELS.items()}
"""Operator -> method of tflite::MicroMutableOpResolver, for those that the runtime has a kernel for."""


def operator_label(operator: Operator) -> str:
    return f"{operator.name} '{operator.custom_code}'" if operator.name == "CUSTOM" else operator.name


def check_operators(model: Model, custom: CustomOperators | None = None) -> None:
    """Raises ModelError naming the first layer that neither the runtime nor the user's file executes."""
    for graph in used_subgraphs(model).values():
        for operator in graph.operators:
            if operator.name == "CUSTOM":
                _check_custom(model, operator, custom)
                continue
            if operator.name not in RESOLVER_METHODS:
                raise ModelError(
                    f"{model.name}: layer {operator.index}: operator {operator_label(operator)} "
                    f"is not in this runtime; take a network of these alone: {', '.join(RESOLVER_METHODS)}"
                )
            _check_operands(model, graph, operator)


def _check_custom(model: Model, operator: Operator, custom: CustomOperators | None) -> None:
    where = f"{model.name}: layer {operator.index}: operator {operator_label(operator)}"
    wanted = f"TFLMRegistration* tflite::{function_of(operator.custom_code)}()"
    if custom is None:
        raise ModelError(
            f"{where} is not in this runtime; name a C++ file that defines {wanted} as custom_operators"
        )
    if not custom.has(operator.custom_code):
        raise ModelError(f"{where} is not in {custom.source}; define {wanted} there")


def is_weighted(operator: Operator) -> bool:
    rule = RULES.get(operator.name)
    return rule is not None and rule.weighted


def used_operators(model: Model) -> list[str]:
    """The operators of the model, each once, in the order of first use."""
    return list(dict.fromkeys(op.name for graph in used_subgraphs(model).values() for op in graph.operators))


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
    rule = RULES[operator.name]
    outputs = len(operator.outputs)
    if (
        len(operator.inputs) < rule.inputs
        or -1 in operator.inputs[: rule.inputs]
        or (outputs != rule.outputs if rule.outputs is not None else outputs == 0)
    ):
        raise ModelError(
            f"{where} has inputs {list(operator.inputs)} and outputs {list(operator.outputs)}; "
            "convert the model again"
        )
    found = tuple(
        tuple(subgraph.tensors[index].type if index >= 0 else "" for index in side)
        for side in (operator.inputs, operator.outputs)
    )
    if not any(fits(source, found[0]) and fits(target, found[1]) for source, target in rule.types):
        asked = max(len(source) for source, _ in rule.types)
        shown = _type_text((found[0][:asked], found[1]), rule.weighted)
        taken = ", ".join(sorted(_type_text(known, rule.weighted) for known in rule.types))
        raise ModelError(f"{where} on {shown} is not in this runtime; it takes: {taken}")
    activation = _activation(operator)
    if activation not in rule.activations:
        raise ModelError(
            f"{where} with the fused activation {activation} is not in this runtime; "
            f"it takes: {', '.join(rule.activations)}"
        )
    options = operator.options
    if isinstance(options, FullyConnectedOptions) and options.weights_format != 0:
        raise ModelError(f"{where} with shuffled weights is not in this runtime; convert the model again")


def _activation(operator: Operator) -> str:
    if operator.options is not None:
        return str(getattr(operator.options, "activation", "none"))
    return ACTIVATIONS[operator.fields.get("fused_activation_function", 0)]


def _type_text(types: Types, weighted: bool) -> str:
    """`int8 and int32 to int8`, or `float32 with int8 weights to float32`."""
    source, target = (tuple(kind or "nothing" for kind in side) for side in types)
    if weighted and len(source) > 1:
        return f"{source[0]} with {source[1]} weights to {target[0]}"
    return f"{' and '.join(source) or 'nothing'} to {' and '.join(target) or 'nothing'}"


def compression_of(model: Model) -> str:
    """`int8` (integer throughout, int4 weights and int16 activations too), `dynamic` (int8 weights, float
    activations), `float16` or `none`."""
    found = {
        (graph.tensors[operator.inputs[0]].type, weights_type(graph, operator))
        for graph in used_subgraphs(model).values()
        for operator in graph.operators
        if is_weighted(operator)
    }
    if found & {("int8", "int8"), ("int8", "int4"), ("int16", "int8")}:
        return "int8"
    if ("float32", "int8") in found:
        return "dynamic"
    return "float16" if ("float32", "float16") in found else "none"
