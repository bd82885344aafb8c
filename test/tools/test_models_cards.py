# SPDX-License-Identifier: Apache-2.0
"""The model cards' claims, against the files and against LiteRT on part of the test images."""

from __future__ import annotations

import hashlib
import re

import numpy as np
import pytest
from layerscope.models.catalogue import COMPRESSIONS, find_model, models_folder

MNIST = models_folder().parents[1] / "shared" / "mnist" / "mnist.npz"
SAMPLE = 1000
LARGEST_DIFFERENCE_POINTS = {"none": 0.0, "dynamic": 0.1, "int8": 0.3, "float16": 0.1}


def _card(compression: str) -> dict[str, str]:
    text = find_model("mnist", compression).path.with_suffix(".md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE))


def _percent(card: dict[str, str]) -> float:
    return float(card["accuracy"].split(" ")[0])


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_card_describes_the_file_beside_it(compression: str) -> None:
    data, card = find_model("mnist", compression).path.read_bytes(), _card(compression)
    assert card["sha256"] == f"`{hashlib.sha256(data).hexdigest()}`"
    assert card["size"] == f"{len(data):,} bytes"
    assert card["multiply-accumulates"] == "2,794,240"
    assert card["operators"].endswith(
        "CONV_2D, MAX_POOL_2D, CONV_2D, MAX_POOL_2D, CONV_2D, RESHAPE, FULLY_CONNECTED x2, SOFTMAX"
    )


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_card_claims_the_accuracy_the_network_must_have(compression: str) -> None:
    claimed, reference = _percent(_card(compression)), _percent(_card("none"))
    assert reference >= 99.0
    assert abs(claimed - reference) <= LARGEST_DIFFERENCE_POINTS[compression] + 1e-9


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_claimed_accuracy_is_measured_again(compression: str) -> None:
    if not MNIST.is_file():
        pytest.skip("mnist.npz is not beside the repository")
    pytest.importorskip("ai_edge_litert", reason="LiteRT (extra: verify) is not installed")
    from layerscope.training.data import load_mnist
    from layerscope.training.measure import measure

    data = load_mnist(MNIST)
    chosen = np.random.default_rng(0).choice(len(data.test_images), SAMPLE, replace=False)
    model = find_model("mnist", compression).path.read_bytes()
    accuracy = measure(model, data.test_images[chosen], data.test_labels[chosen])
    # Three standard deviations of a sample of 1,000 at 99.5 %: 0.7 points.
    assert abs(accuracy.percent - _percent(_card(compression))) < 0.7
