# SPDX-License-Identifier: Apache-2.0
"""Cuts one operator out of a model, as a model of its own, to ask the oracle about that layer alone."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from layerscope.errors import LayerscopeError
from layerscope.models.int4 import unpack_int4
from layerscope.models.model import Model, Operator, Tensor
from layerscope.models.schema_options import OPTIONS_TABLES
from layerscope.verify.generate import TENSOR_TYPES, ModelSpec

# What these do depends on other subgraphs, or on variables that outlive an inference.
_NOT_ALONE = ("IF", "WHILE", "CALL_ONCE", "VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE")


def can_be_alone(model: Model, operator: Operator) -> bool:
    """Whether the operator's result follows from what it is fed."""
    tensors = [model.main.tensors[index] for index in operator.inputs if index >= 0]
    return operator.name not in _NOT_ALONE and not any(tensor.is_variable for tensor in tensors)


def float16_sources(model: Model) -> dict[int, Tensor]:
    """Tensors that a DEQUANTIZE makes of a float16 constant, and that constant."""
    tensors = model.main.tensors
    return {
        operator.outputs[0]: tensors[operator.inputs[0]]
        for operator in model.main.operators
        if operator.name == "DEQUANTIZE"
        and tensors[operator.inputs[0]].type == "float16"
        and tensors[operator.inputs[0]].is_constant
    }


def single_operator(model: Model, operator: Operator) -> tuple[Model, tuple[int, ...]]:
    """The operator as a model, and which of the original's tensors its inputs are.

    Constants stay constants; a float16 one, which the original dequantises first, becomes float32.
    """
    from layerscope.models.reader import read_model

    spec = ModelSpec()
    halves = float16_sources(model)
    inputs: list[int] = []
    fed: list[int] = []
    for index in operator.inputs:
        if index < 0:
            inputs.append(-1)
            continue
        tensor = model.main.tensors[index]
        if index in halves:
            half = np.frombuffer(model.constant(halves[index]), np.float16)
            inputs.append(_add(spec, dataclasses.replace(tensor, type="float32"), half.astype(np.float32)))
        elif tensor.is_constant:
            inputs.append(_add(spec, tensor, _constant(model, tensor)))
        else:
            inputs.append(_add(spec, tensor, None))
            spec.inputs.append(inputs[-1])
            fed.append(index)
    outputs = [_add(spec, model.main.tensors[index], None) for index in operator.outputs]
    spec.outputs = outputs
    middle = [_add(spec, model.main.tensors[index], None) for index in operator.intermediates]
    spec.operator(operator.name, inputs, outputs, middle, **_options(operator))
    return read_model(spec.build()), tuple(fed)


def _constant(model: Model, tensor: Tensor) -> Any:
    data = np.frombuffer(model.constant(tensor), _dtype(tensor))
    return unpack_int4(data, tensor.shape) if tensor.type == "int4" else data


def _dtype(tensor: Tensor) -> Any:
    if tensor.type not in TENSOR_TYPES:
        raise LayerscopeError(
            f"tensor {tensor.index} ({tensor.name}) has type {tensor.type}, which verify cannot copy"
        )
    return TENSOR_TYPES[tensor.type][1]


def _add(spec: ModelSpec, tensor: Tensor, data: Any) -> int:
    _dtype(tensor)
    more: dict[str, Any] = {}
    if tensor.quantisation is not None:
        quantisation = tensor.quantisation
        more = {
            "scale": quantisation.scales,
            "zero_point": quantisation.zero_points,
            "axis": quantisation.axis,
        }
    return spec.tensor(tensor.name, tensor.shape, tensor.type, data, **more)


def _options(operator: Operator) -> dict[str, Any]:
    """Its options as ModelSpec.operator() takes them."""
    known = OPTIONS_TABLES[operator.name]
    return {
        field.camel: operator.fields[field.name]
        for field in (known.fields if known else ())
        if field.name in operator.fields
    }
