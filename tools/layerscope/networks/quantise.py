# SPDX-License-Identifier: Apache-2.0
"""Writes a network as a .tflite file: float32, or int8 by TensorFlow Lite's quantisation scheme.

Activations have one scale and zero point over the range that calibration saw; weights are symmetric with a
scale an output channel (FULLY_CONNECTED: a tensor); biases are int32 in input scale x weight scale.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from layerscope.networks.network import Layer, Network, Value
from layerscope.verify.generate import ModelSpec

Array = npt.NDArray[Any]
_STEPS = 255


def write(network: Network, *, int8: bool) -> bytes:
    """The file. `int8`: inputs and outputs are int8 too."""
    writer = _Writer(network, int8)
    for layer in network.layers:
        writer.layer(layer)
    writer.spec.inputs, writer.spec.outputs = [writer.tensors[0]], [writer.tensors[-1]]
    return writer.spec.build()


class _Writer:
    def __init__(self, network: Network, int8: bool) -> None:
        self.spec = ModelSpec()
        self.int8 = int8
        self.scales: list[tuple[float, int]] = []
        for value in network.values:
            self.scales.append(self._quantisation(network, value))
        self.tensors = [
            self.spec.tensor(
                "input" if index == 0 else f"{network.name}/{index}",
                value.shape,
                "int8" if int8 else "float32",
                **self._one_scale(*self.scales[index]),
            )
            for index, value in enumerate(network.values)
        ]

    def _one_scale(self, scale: float, zero_point: int) -> dict[str, Any]:
        return {"scale": [scale], "zero_point": [zero_point]} if self.int8 else {}

    def _quantisation(self, network: Network, value: Value) -> tuple[float, int]:
        if value.is_softmax:
            return 1 / 256, -128
        if value.same_scale_as is not None:
            return self.scales[value.same_scale_as]
        low, high = float(value.samples.min()), float(value.samples.max())
        if value is network.values[0]:
            low, high = network.input_range
        low, high = min(low, 0.0), max(high, 0.0)
        # Three digits, rounded up: every machine's calibration ends at the same scale.
        scale = float(f"{(high - low) / _STEPS * 1.005:.2e}")
        return scale, -128 if value.is_rectified else int(np.round(-128 - low / scale))

    def layer(self, layer: Layer) -> None:
        inputs = [self.tensors[index] for index in layer.inputs]
        if layer.weights is not None and layer.bias is not None:
            inputs += self._weights(layer, layer.weights, layer.bias)
        if layer.op == "RESHAPE":
            shape = self.spec.tensors[self.tensors[layer.output]].shape
            inputs.append(self.spec.tensor("shape", (2,), "int32", np.array([-1, shape[1]])))
        self.spec.operator(layer.op, inputs, [self.tensors[layer.output]], **layer.options)

    def _weights(self, layer: Layer, weights: Array, bias: Array) -> list[int]:
        name = f"layer{len(self.spec.operators)}"
        if not self.int8:
            return [
                self.spec.tensor(f"{name}/weights", weights.shape, "float32", weights),
                self.spec.tensor(f"{name}/bias", bias.shape, "float32", bias),
            ]
        axis = {"CONV_2D": 0, "DEPTHWISE_CONV_2D": 3}.get(layer.op)
        others = tuple(place for place in range(weights.ndim) if place != axis)
        largest = np.abs(weights).max(axis=others if axis is not None else None, keepdims=True)
        scale = (largest / 127).astype(np.float32)
        values = np.clip(np.round(weights / scale), -127, 127)
        scales = scale.reshape(-1)
        bias_scale = np.float32(self.scales[layer.inputs[0]][0]) * scales
        zeros = [0] * len(scales)
        return [
            self.spec.tensor(
                f"{name}/weights", weights.shape, "int8", values,
                scale=scales.tolist(), zero_point=zeros, axis=axis or 0,
            ),
            self.spec.tensor(
                f"{name}/bias", bias.shape, "int32", np.round(bias / bias_scale),
                scale=bias_scale.tolist(), zero_point=zeros,
            ),
        ]  # fmt: skip
