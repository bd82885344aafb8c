# SPDX-License-Identifier: Apache-2.0
"""Weights that neither DTCM nor SRAM holds lie in both, as one piece, and are read there."""

from __future__ import annotations

import shutil

import pytest
from layerscope.bench.runner import measure_virtual
from layerscope.build import Variant

BOARD = "disco_f746ng"
DTCM_BYTES, SRAM_BYTES = 64 * 1024, 256 * 1024


@pytest.mark.skipif(
    shutil.which("arm-none-eabi-g++") is None or shutil.which("cc") is None,
    reason="needs arm-none-eabi-g++ and a host C compiler",
)
def test_anomaly_detection_runs_from_both_memories() -> None:
    result = measure_virtual(Variant(BOARD, "ad", weights_in="ram"), lambda *_: None)
    run, image = result.run, result.image
    assert run is not None and image is not None
    assert {layer.weights_in for layer in run.layers if layer.weights_bytes} == {"ram"}
    weights = sum(layer.weights_bytes or 0 for layer in run.layers)
    assert weights > 240 * 1024  # more than SRAM1
    assert image.ram_bytes + weights < DTCM_BYTES + SRAM_BYTES
    assert "dcache_miss_sram" in {cause for layer in run.layers for cause in layer.stalls or {}}
    from_flash = sum((layer.stalls or {}).get("dcache_miss_flash", 0) for layer in run.layers)
    assert from_flash < 0.05 * (run.total_cycles or 0)
