# SPDX-License-Identifier: Apache-2.0
"""Compares a run's outputs with an oracle's, where the oracle's package is installed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from layerscope.bench.runner import Result
from layerscope.build import Variant
from layerscope.models.catalogue import find_model
from layerscope.models.digits import read_digit
from layerscope.models.model import Model, Tensor
from layerscope.models.pattern import float_pattern, int8_pattern
from layerscope.models.reader import read_model
from layerscope.results.record import Run, Verified
from layerscope.verify.oracle import OracleError, oracle_for

Array = npt.NDArray[Any]
DIGIT_PIXELS = 784
# End to end, of the output's largest magnitude (docs/architecture.md, "Numerics"). int8, int16: bit for bit.
FLOAT_TOLERANCE = 2e-5
FLOAT_COMPRESSIONS = ("none", "float16", "dynamic")


def model_path(variant: Variant) -> Path:
    """The .tflite file that the build takes for this variant."""
    compression = variant.compression if variant.use_comp_model else "none"
    return find_model(variant.model, compression).path


def verified(result: Result) -> Result:
    """The result with its run's `verified` filled in; unchanged where no oracle can be asked."""
    run = result.run
    if run is None or not run.outputs:
        return result
    try:
        label, expected = _oracle_outputs(model_path(result.variant), result.digit)
    except OracleError:
        return result
    return replace(result, run=replace(run, verified=compare(label, expected, run.outputs)))


def compare(label: str, expected: Array, outputs: list[float]) -> Verified:
    """`max_error` is relative to the oracle's largest magnitude; None when the counts differ."""
    found = np.asarray(outputs, dtype=np.float32)
    if found.shape != expected.shape:
        return Verified(label, False, None)
    exact = bool(np.array_equal(found, expected))
    scale = float(np.max(np.abs(expected))) or 1.0
    error = float(np.max(np.abs(found.astype(np.float64) - expected.astype(np.float64)))) / scale
    return Verified(label, exact, error)


def is_wrong(run: Run) -> bool:
    """Whether an oracle was asked and disagrees by more than Numerics allows."""
    if run.verified is None or run.verified.exact:
        return False
    error = run.verified.max_error
    return run.model.compression not in FLOAT_COMPRESSIONS or error is None or error > FLOAT_TOLERANCE


@cache
def _oracle_outputs(path: Path, digit: int | None) -> tuple[str, Array]:
    """The oracle's name, and its first output as the firmware prints it: dequantised, flat, float32."""
    model = read_model(path)
    oracle = oracle_for(model)
    tensors = oracle.run([_fill(model, digit)])
    graph = model.main
    output = graph.tensors[graph.outputs[0]]
    return oracle.label, dequantise(tensors[output.index].reshape(-1), output)


def _fill(model: Model, digit: int | None) -> Array:
    tensor = model.main.tensors[model.main.inputs[0]]
    if tensor.elements == DIGIT_PIXELS:
        if digit is None:
            raise OracleError(f"{model.name}: the digit in the image is a drawing of its own")
        pixels = np.frombuffer(read_digit(digit).pixels, dtype=np.uint8).astype(np.float32)
        values = quantise(pixels / np.float32(255), tensor)
    elif tensor.type == "int8":
        values = np.array(int8_pattern(tensor.elements), dtype=np.int8)
    elif tensor.type == "float32":
        values = np.array(float_pattern(tensor.elements), dtype=np.float32)
    else:
        raise OracleError(f"{model.name}: an input of type {tensor.type} is not filled by the firmware")
    return values.reshape(tensor.shape)


def quantise(values: Array, tensor: Tensor) -> Array:
    """Values as the firmware writes them into `tensor`: in single precision, halves away from zero."""
    if tensor.quantisation is None or tensor.type == "float32":
        return values
    scaled = values / np.float32(tensor.quantisation.scales[0])
    rounded = np.trunc(scaled + np.copysign(np.float32(0.5), scaled)) + tensor.quantisation.zero_points[0]
    limits = np.iinfo(tensor.type)
    clipped: Array = np.clip(rounded, limits.min, limits.max).astype(tensor.type)
    return clipped


def dequantise(values: Array, tensor: Tensor) -> Array:
    if tensor.quantisation is None or tensor.type == "float32":
        return values.astype(np.float32)
    centred = values.astype(np.int32) - tensor.quantisation.zero_points[0]
    real: Array = np.float32(tensor.quantisation.scales[0]) * centred.astype(np.float32)
    return real
