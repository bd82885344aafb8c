# SPDX-License-Identifier: Apache-2.0
"""Compares a run's outputs with an oracle's, where the oracle's package is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from layerscope.bench.runner import Result
from layerscope.build import Variant
from layerscope.models.catalogue import find_model
from layerscope.models.model import Tensor
from layerscope.models.reader import read_model
from layerscope.results.record import Run, Verified
from layerscope.verify import numerics
from layerscope.verify.inputs import NoInputError, firmware_input
from layerscope.verify.oracle import OracleError, oracle_for

Array = npt.NDArray[Any]
FLOAT_COMPRESSIONS = ("none", "float16", "dynamic")  # int8, int16: bit for bit


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
    except (NoInputError, OracleError):
        return result
    return replace(result, run=replace(run, verified=compare(label, expected, run.outputs)))


def compare(label: str, expected: Array, outputs: Sequence[float | None]) -> Verified:
    """`max_error` is relative to the oracle's largest magnitude; None when counts differ, or for a NaN."""
    comparison = numerics.compare(np.asarray(outputs, dtype=np.float32), expected)
    error = comparison.max_error
    return Verified(label, comparison.exact, error if error is not None and isfinite(error) else None)


def is_wrong(run: Run) -> bool:
    """Whether an oracle was asked and disagrees by more than Numerics allows."""
    if run.verified is None or run.verified.exact:
        return False
    error = run.verified.max_error
    if run.model.compression not in FLOAT_COMPRESSIONS or error is None:
        return True
    return error > numerics.END_TO_END_BOUND


@cache
def _oracle_outputs(path: Path, digit: int | None) -> tuple[str, Array]:
    """The oracle's name, and its first output as the firmware prints it: dequantised, flat, float32."""
    model = read_model(path)
    oracle = oracle_for(model)
    tensors = oracle.run(list(firmware_input(model, digit).values))
    graph = model.main
    output = graph.tensors[graph.outputs[0]]
    return oracle.label, dequantise(tensors[output.index].reshape(-1), output)


def dequantise(values: Array, tensor: Tensor) -> Array:
    if tensor.quantisation is None or not tensor.quantisation.scales[0] or tensor.type == "float32":
        return values.astype(np.float32)
    centred = values.astype(np.int32) - tensor.quantisation.zero_points[0]
    real: Array = np.float32(tensor.quantisation.scales[0]) * centred.astype(np.float32)
    return real
