# SPDX-License-Identifier: Apache-2.0
"""Multiply-accumulates and weights, against counts made by hand from the layers' sizes."""

from __future__ import annotations

import pytest
from layerscope.models.catalogue import COMPRESSIONS, find_model, models_folder
from layerscope.models.macs import layer_costs, total_macs
from layerscope.models.reader import read_model
from product_models import image_network, recurrent_network

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


def test_macs_of_products_and_layers_that_remember() -> None:
    image = {cost.op: cost.macs for cost in layer_costs(read_model(image_network("int8")))}
    # 4x3x3 inputs with a 3x3 filter of 4 outputs; 3 products of 4x4 with 4x4.
    assert image["TRANSPOSE_CONV"] == 4 * 3 * 3 * (3 * 3 * 4)
    assert image["BATCH_MATMUL"] == 3 * 4 * 4 * 4
    assert image["RESIZE_BILINEAR"] == 0
    recurrent = {cost.op: cost.macs for cost in layer_costs(read_model(recurrent_network("int8")))}
    # 2 steps of 4 units: 4 gates over 6 features and 4 units, and forget x cell, input x gate, output x tanh.
    assert recurrent["UNIDIRECTIONAL_SEQUENCE_LSTM"] == 2 * 4 * (4 * (6 + 4) + 3)
    # 4 filters over 8 features and 3 steps.
    assert recurrent["SVDF"] == 4 * (8 + 3)
