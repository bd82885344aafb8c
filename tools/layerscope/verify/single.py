# SPDX-License-Identifier: Apache-2.0
"""Cuts one operator out of a model, as a model of its own, to ask the oracle about that layer alone."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from layerscope.errors import LayerscopeError
from layerscope.models.model import (
    ConvOptions,
    FullyConnectedOptions,
    Model,
    Operator,
    PoolOptions,
    SoftmaxOptions,
    Tensor,
)
from layerscope.verify.generate import TENSOR_TYPES, ModelSpec

_PADDING = {"same": 0, "valid": 1}
_ACTIVATION = {"none": 0, "relu": 1, "relu_n1_to_1": 2, "relu6": 3, "tanh": 4, "sign_bit": 5}


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
            inputs.append(_add(spec, tensor, np.frombuffer(model.constant(tensor), _dtype(tensor))))
        else:
            inputs.append(_add(spec, tensor, None))
            spec.inputs.append(inputs[-1])
            fed.append(index)
    outputs = [_add(spec, model.main.tensors[index], None) for index in operator.outputs]
    spec.outputs = outputs
    spec.operator(operator.name, inputs, outputs, **_options(operator))
    return read_model(spec.build()), tuple(fed)


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
    options = operator.options
    if isinstance(options, ConvOptions):
        fields = {
            "Padding": _PADDING[options.padding],
            "StrideW": options.stride_w,
            "StrideH": options.stride_h,
            "DilationWFactor": options.dilation_w,
            "DilationHFactor": options.dilation_h,
            "FusedActivationFunction": _ACTIVATION[options.activation],
        }
        if operator.name == "DEPTHWISE_CONV_2D":
            fields["DepthMultiplier"] = options.depth_multiplier
        return fields
    if isinstance(options, PoolOptions):
        return {
            "Padding": _PADDING[options.padding],
            "StrideW": options.stride_w,
            "StrideH": options.stride_h,
            "FilterWidth": options.filter_w,
            "FilterHeight": options.filter_h,
            "FusedActivationFunction": _ACTIVATION[options.activation],
        }
    if isinstance(options, FullyConnectedOptions):
        return {
            "FusedActivationFunction": _ACTIVATION[options.activation],
            "KeepNumDims": options.keep_num_dims,
            "AsymmetricQuantizeInputs": options.asymmetric_quantize_inputs,
        }
    if isinstance(options, SoftmaxOptions):
        return {"Beta": options.beta}
    return {}
