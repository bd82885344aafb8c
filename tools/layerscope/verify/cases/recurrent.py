# SPDX-License-Identifier: Apache-2.0
"""SVDF and UNIDIRECTIONAL_SEQUENCE_LSTM: what they remember shows in the inferences after the first."""

from __future__ import annotations

from typing import Any

import numpy as np

from layerscope.verify.cases.draw import Draw, Shape
from layerscope.verify.cases.registry import generates

_TANH = 4


def _weights(draw: Draw, shape: Shape, type: str = "int8", scale: float = 0.0) -> tuple[int, float]:
    """Symmetric weights, and their scale (0: float)."""
    if type == "float32":
        return draw.constant(draw.rng.normal(size=shape) / np.sqrt(shape[-1]), shape, type), 0.0
    top = np.iinfo(type).max
    scale = scale or float(np.float32(draw.rng.uniform(0.3, 1.5) / top))
    values = draw.rng.integers(-top, top + 1, shape)
    return draw.constant(values, shape, type, scale=[scale], zero_point=[0]), scale


def _bias(draw: Draw, units: int, scale: float, type: str = "int32") -> int:
    if not scale:
        return draw.constant(draw.rng.normal(size=units) * 0.2, (units,), "float32")
    limit = min(int(1.0 / scale), 1 << 30)
    values = draw.rng.integers(-limit, limit + 1, units)
    return draw.constant(values, (units,), type, scale=[scale], zero_point=[0])


def _state(draw: Draw, shape: Shape, type: str, **quantisation: Any) -> int:
    return draw.spec.tensor("state", shape, type, is_variable=True, **quantisation)


@generates("SVDF", ("float32", "int8", "int8 int16"))
def svdf(draw: Draw) -> None:
    """`int8 int16`: state and time weights are int16."""
    batches, length, memory = draw.pick((1, 1, 2)), draw.integer(1, 9), draw.integer(1, 8)
    rank, units = draw.integer(1, 3), draw.integer(1, 6)
    filters = rank * units
    real = draw.form == "float32"
    feature, feature_scale = _weights(draw, (filters, length), "float32" if real else "int8")
    kind = {"float32": "float32", "int8": "int8", "int8 int16": "int16"}[draw.form]
    time, time_scale = _weights(draw, (filters, memory), kind)
    input_quantisation = draw.quantisation("float32" if real else "int8", most=0.1)
    quantisations: list[dict[str, Any]] = [{}, {}]
    if not real:
        top = int(np.iinfo(kind).max)
        largest = input_quantisation["scale"][0] * feature_scale * 127 * 127 * np.sqrt(length)
        state_scale = largest / top
        quantisations[0] = {"scale": [float(state_scale)], "zero_point": [0]}
        output_scale = state_scale * time_scale * top * top * np.sqrt(memory * rank) / 127
        quantisations[1] = draw.quantisation("int8") | {"scale": [float(output_scale)]}
    source = draw.input((batches, length), "float32" if real else "int8", **input_quantisation)
    bias_scale = 0.0 if real else quantisations[0]["scale"][0] * time_scale
    # tflite-micro reads an int8 layer's bias without asking whether there is one.
    bias = _bias(draw, units, bias_scale) if not real or draw.chance(0.7) else -1
    state = _state(draw, (batches, memory * filters), kind, **quantisations[0])
    target = draw.output((batches, units), "float32" if real else "int8", **quantisations[1])
    activation = draw.activation() if real else draw.pick((0, 1))
    draw.operator(
        [source, feature, time, bias, state], [target], Rank=rank, FusedActivationFunction=activation
    )


@generates("UNIDIRECTIONAL_SEQUENCE_LSTM", ("float32", "int8", "int16"))
def lstm(draw: Draw) -> None:
    kind, real = draw.form, draw.form == "float32"
    batches, steps = draw.pick((1, 1, 2, 3)), draw.integer(1, 5)
    length, units = draw.integer(1, 9), draw.integer(1, 8)
    time_major = draw.chance(0.4)
    shape = (steps, batches) if time_major else (batches, steps)
    source_quantisation = draw.quantisation(kind, most=0.05 if kind == "int8" else 2.0**-12)
    output_quantisation: dict[str, Any] = {}
    cell_quantisation: dict[str, Any] = {}
    if not real:
        output_quantisation = {"scale": [1 / 128 if kind == "int8" else 1 / 32768], "zero_point": [0]}
        if kind == "int8" and draw.chance(0.5):
            output_quantisation["zero_point"] = [draw.integer(-10, 10)]
        cell_quantisation = {"scale": [2.0 ** -draw.integer(10, 13)], "zero_point": [0]}
    source = draw.input((*shape, length), kind, **source_quantisation)
    weights_type = "float32" if real else "int8"
    from_input = [_weights(draw, (units, length), weights_type) for _ in range(4)]
    recurrent = [_weights(draw, (units, units), weights_type) for _ in range(4)]
    bias_type = "int64" if kind == "int16" else "int32"
    biases = [
        _bias(draw, units, scale * source_quantisation["scale"][0] if not real else 0.0, bias_type)
        for _, scale in from_input
    ]
    hidden = _state(draw, (batches, units), kind, **output_quantisation)
    cell = _state(draw, (batches, units), "float32" if real else "int16", **cell_quantisation)
    absent = [-1]
    operands = [source, *(index for index, _ in from_input), *(index for index, _ in recurrent)]
    operands += [*absent * 3, *biases, *absent * 2, hidden, cell, *absent * 4]
    target = draw.output((*shape, units), kind, **output_quantisation)
    draw.operator(
        operands,
        [target],
        FusedActivationFunction=_TANH,
        TimeMajor=time_major,
        CellClip=draw.pick((0.0, 0.0, 1.5)),
    )
