# SPDX-License-Identifier: Apache-2.0
"""Comparing a benchmark's outputs with the oracle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from layerscope.bench import check
from layerscope.bench.runner import Result
from layerscope.build import Variant
from layerscope.models.model import Quantisation, Tensor
from layerscope.results.record import Verified
from layerscope.verify.inputs import quantise
from sample_runs import sample_run


def int8_tensor(scale: float, zero_point: int) -> Tensor:
    return Tensor(0, "x", (4,), "int8", 0, 0, 0, Quantisation((scale,), (zero_point,), 0), False)


def test_values_are_quantised_with_halves_away_from_zero_and_clipped() -> None:
    below_half = np.nextafter(np.float32(0.25), np.float32(0))
    values = np.array([0.25, -0.25, below_half, -below_half, 1000.0, -1000.0], dtype=np.float32)
    assert quantise(values, int8_tensor(0.5, 3)).tolist() == [4, 2, 3, 3, 127, -128]


def test_dequantised_values_are_single_precision() -> None:
    values = check.dequantise(np.array([5, -128], dtype=np.int8), int8_tensor(1 / 256, -128))
    assert values.dtype == np.float32
    assert values.tolist() == [133 / 256, 0.0]


def test_equal_outputs_are_exact_and_others_have_a_relative_error() -> None:
    expected = np.array([0.0, 2.0], dtype=np.float32)
    assert check.compare("oracle", expected, [0.0, 2.0]) == Verified("oracle", True, 0.0)
    off = check.compare("oracle", expected, [0.5, 2.0])
    assert not off.exact
    assert off.max_error == pytest.approx(0.25)
    assert check.compare("oracle", expected, [0.0]) == Verified("oracle", False, None)


def test_a_network_that_answers_nan_is_wrong() -> None:
    outputs: list[float | None] = [None, 2.0]  # JSON has no NaN: the console prints null
    verdict = check.compare("oracle", np.array([0.0, 2.0], dtype=np.float32), outputs)
    assert verdict == Verified("oracle", False, None)
    run = sample_run()
    assert check.is_wrong(replace(run, model=replace(run.model, compression="none"), verified=verdict))


@pytest.mark.parametrize(
    ("compression", "error", "wrong"),
    [
        ("int8", 1e-9, True),  # int8 must be bit for bit
        ("none", 1.9e-5, False),
        ("none", 2.1e-5, True),
        ("dynamic", 2.1e-5, True),
        ("none", None, True),
    ],
)
def test_only_what_numerics_allows_passes(compression: str, error: float | None, wrong: bool) -> None:
    run = sample_run()
    run = replace(
        run, model=replace(run.model, compression=compression), verified=Verified("o", False, error)
    )
    assert check.is_wrong(run) is wrong


def test_unchecked_is_not_wrong() -> None:
    assert not check.is_wrong(replace(sample_run(), verified=None))


@pytest.mark.parametrize("compression", ["none", "int8", "dynamic", "float16"])
def test_the_oracle_classifies_the_digit_that_was_built_in(compression: str) -> None:
    pytest.importorskip("ai_edge_litert")
    if compression == "int8":
        pytest.importorskip("tflite_micro")
    variant = Variant(
        "teensy40",
        use_comp_model=compression != "none",
        compression="int8" if compression == "none" else compression,
    )
    outputs = [0.0] * 10
    outputs[8] = 1.0
    result = check.verified(Result(variant, run=replace(sample_run(), outputs=outputs), digit=8))
    assert result.run is not None
    assert result.run.verified is not None
    # 1.0 for the right class and nothing else: near, but not what the network says.
    assert not result.run.verified.exact
    assert result.run.verified.max_error is not None
    assert 0 < result.run.verified.max_error < 0.01
    other = check.verified(Result(variant, run=replace(sample_run(), outputs=outputs), digit=3))
    assert other.run is not None
    assert other.run.verified is not None
    assert other.run.verified.max_error == pytest.approx(1.0, abs=0.05)


def test_a_drawing_of_ones_own_is_left_unchecked() -> None:
    result = check.verified(Result(Variant("teensy40"), run=sample_run(), digit=None))
    assert result.run is not None
    assert result.run.verified == sample_run().verified
