# SPDX-License-Identifier: Apache-2.0
"""Multiply-accumulates and weights, against counts made by hand from the layers' sizes."""

from __future__ import annotations

import pytest
from layerscope.models.catalogue import COMPRESSIONS, find_model, models_folder
from layerscope.models.macs import layer_costs, total_macs
from layerscope.models.reader import read_model

PARAMETERS = {
    "conv 1": 32 * 9 + 32,
    "conv 2": 64 * 9 * 32 + 64,
    "conv 3": 64 * 9 * 64 + 64,
    "dense 1": 64 * 576 + 64,
    "dense 2": 10 * 64 + 10,
}
MACS = [26 * 26 * 32 * 9, 11 * 11 * 64 * 9 * 32, 3 * 3 * 64 * 9 * 64, 64 * 576, 10 * 64]


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_mnist_macs_in_every_form(compression: str) -> None:
    model = read_model(find_model("mnist", compression).path)
    assert total_macs(model) == 2_794_240
    assert [cost.macs for cost in layer_costs(model) if cost.macs] == MACS


def test_float_weights_are_four_bytes_each() -> None:
    costs = layer_costs(read_model(find_model("mnist", "none").path))
    assert [cost.weights_bytes for cost in costs if cost.macs] == [4 * n for n in PARAMETERS.values()]


def test_float16_weights_count_where_they_are_used() -> None:
    costs = layer_costs(read_model(find_model("mnist", "float16").path))
    assert [cost.weights_bytes for cost in costs if cost.macs] == [2 * n for n in PARAMETERS.values()]
    assert sum(cost.weights_bytes for cost in costs) == 2 * sum(PARAMETERS.values())


# Published multiply-accumulates of the MLPerf Tiny networks.
MLPERF_TINY = {
    "vww_96_int8": 7_489_664,
    "pretrainedResnet_quant": 12_501_632,
    "kws_ref_model": 2_656_768,
    "ad01_int8": 264_192,
}


@pytest.mark.parametrize("name", MLPERF_TINY)
def test_mlperf_tiny_macs(name: str) -> None:
    path = models_folder().parents[1] / "shared" / "models" / "mlperf_tiny" / f"{name}.tflite"
    if not path.is_file():
        pytest.skip("the MLPerf Tiny models are not beside the repository")
    assert total_macs(read_model(path)) == MLPERF_TINY[name]
