# SPDX-License-Identifier: Apache-2.0
"""Networks of resized images, products and layers that remember, one operator after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from layerscope.verify.generate import ModelSpec

_FEATURES, _UNITS = 6, 4
_TANH = 4


class _Chain:
    def __init__(self, type: str) -> None:
        self.spec, self.type, self.rng = ModelSpec(), type, np.random.default_rng(11)

    def quantised(self, type: str, scale: float = 0.05) -> dict[str, Any]:
        return {} if type == "float32" else {"scale": [scale], "zero_point": [0]}

    def tensor(self, shape: tuple[int, ...], type: str = "", scale: float = 0.05, **more: Any) -> int:
        kind = type or self.type
        name = f"t{len(self.spec.tensors)}"
        return self.spec.tensor(name, shape, kind, **self.quantised(kind, scale), **more)

    def weights(self, *shape: int, type: str = "int8") -> int:
        real = self.type == "float32"
        values: Any = self.rng.normal(size=shape) if real else self.rng.integers(-127, 128, shape)
        kind = "float32" if real else type
        name = f"w{len(self.spec.tensors)}"
        return self.spec.tensor(name, shape, kind, values, **self.quantised(kind, 0.01))

    def bias(self, units: int, type: str = "int32") -> int:
        kind = "float32" if self.type == "float32" else type
        return self.spec.tensor(f"b{len(self.spec.tensors)}", (units,), kind, self.rng.integers(-9, 9, units))

    def shape(self, *values: int) -> int:
        return self.spec.tensor(f"s{len(self.spec.tensors)}", (len(values),), "int32", np.array(values))

    def then(self, op: str, inputs: list[int], shape: tuple[int, ...], **options: Any) -> int:
        target = self.tensor(shape)
        self.spec.operator(op, inputs, [target], **options)
        return target


def image_network(type: str) -> bytes:
    """TRANSPOSE_CONV, resizing, BATCH_MATMUL, ADD_N and L2_NORMALIZATION: of int16 those that exist."""
    chain = _Chain(type)
    source = chain.tensor((1, 4, 3, 3))
    filter, bias = chain.weights(4, 3, 3, 3), chain.bias(4, "int64" if type == "int16" else "int32")
    strides = {"StrideH": 2, "StrideW": 2}
    larger = chain.then(
        "TRANSPOSE_CONV", [chain.shape(1, 8, 6, 4), filter, source, bias], (1, 8, 6, 4), **strides
    )
    smaller = chain.then("RESIZE_NEAREST_NEIGHBOR", [larger, chain.shape(5, 4)], (1, 5, 4, 4))
    if type != "int16":
        smaller = chain.then("RESIZE_BILINEAR", [smaller, chain.shape(3, 4)], (1, 3, 4, 4))
    rows = 5 if type == "int16" else 3
    product = chain.then("BATCH_MATMUL", [smaller, chain.weights(1, 4, 4, type=type)], (1, rows, 4, 4))
    if type != "int16":
        product = chain.then("ADD_N", [product, product, smaller], (1, rows, 4, 4))
        lengths = chain.tensor((1, rows, 4, 4), scale=1 / 128)
        chain.spec.operator("L2_NORMALIZATION", [product], [lengths], FusedActivationFunction=0)
        product = lengths
    if type == "float32":
        product = chain.then(
            "L2_POOL_2D", [product], (1, 1, 2, 4), FilterHeight=2, FilterWidth=2, Padding=1, **strides
        )
    chain.spec.inputs, chain.spec.outputs = [source], [product]
    return chain.spec.build()


def recurrent_network(type: str) -> bytes:
    """UNIDIRECTIONAL_SEQUENCE_LSTM, and SVDF where there is one."""
    chain = _Chain(type)
    source = chain.tensor((1, 2, _FEATURES))
    inputs = [source, *(chain.weights(_UNITS, _FEATURES) for _ in range(4))]
    inputs += [*(chain.weights(_UNITS, _UNITS) for _ in range(4)), -1, -1, -1]
    inputs += [chain.bias(_UNITS, "int64" if type == "int16" else "int32") for _ in range(4)] + [-1, -1]
    cell = "float32" if type == "float32" else "int16"
    inputs.append(chain.tensor((1, _UNITS), is_variable=True))
    inputs.append(chain.tensor((1, _UNITS), cell, 2.0**-11, is_variable=True))
    lstm = "UNIDIRECTIONAL_SEQUENCE_LSTM"
    result = chain.then(lstm, inputs + [-1] * 4, (1, 2, _UNITS), FusedActivationFunction=_TANH, CellClip=1.5)
    if type != "int16":
        flat = chain.then("RESHAPE", [result, chain.shape(1, 8)], (1, 8))
        memory = chain.tensor((1, 12), cell, is_variable=True)
        weights = [chain.weights(4, 8), chain.weights(4, 3, type="int16"), chain.bias(2)]
        result = chain.then("SVDF", [flat, *weights, memory], (1, 2), Rank=2)
    chain.spec.inputs, chain.spec.outputs = [source], [result]
    return chain.spec.build()


PRODUCT_NETWORKS = {
    **{f"image_{type}": lambda type=type: image_network(type) for type in ("float32", "int8", "int16")},
    **{
        f"recurrent_{type}": lambda type=type: recurrent_network(type)
        for type in ("float32", "int8", "int16")
    },
}
