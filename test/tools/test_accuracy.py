# SPDX-License-Identifier: Apache-2.0
"""The runtime classifies MNIST digits as its oracle and LiteRT do, where the digits are at hand.

A sample of them; `layerscope verify mnist --images mnist.npz` goes over all.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from layerscope.cli import main
from layerscope.host_runtime import HostRuntime
from layerscope.models.catalogue import COMPRESSIONS, find_model
from layerscope.models.reader import read_model
from layerscope.verify.accuracy import measure, read_images
from layerscope.verify.oracle import LiteRtOracle, OracleError

DATA = Path(__file__).resolve().parents[3] / "shared" / "mnist" / "mnist.npz"
SAMPLE = 250


def oracle_or_skip(form: str) -> None:
    try:
        LiteRtOracle(read_model(find_model("mnist", form).path))
    except OracleError as error:
        pytest.skip(str(error))


@pytest.mark.skipif(not DATA.is_file(), reason="the MNIST digits are not here")
@pytest.mark.parametrize("form", COMPRESSIONS)
def test_a_sample_of_digits_is_classified_as_litert_does(form: str) -> None:
    oracle_or_skip(form)
    images, labels = read_images(DATA)
    model = read_model(find_model("mnist", form).path)
    found = measure(model, False, images[:SAMPLE], labels[:SAMPLE])
    assert found.passed, found.summary()
    assert all(other.right == found.right >= 0.98 * SAMPLE for other in found.others)
    assert found.others[-1].label.startswith("ai-edge-litert")


def _archive(folder: Path, count: int = 6) -> Path:
    rng = np.random.default_rng(1)
    path = folder / "mnist.npz"
    np.savez(path, x_test=rng.integers(0, 256, (count, 28, 28), np.uint8), y_test=np.zeros(count, np.uint8))
    return path


def test_the_command_counts_images(tmp_path: Path) -> None:
    oracle_or_skip("int8")
    asked = [
        "verify",
        "mnist",
        "--compression",
        "int8",
        "--cmsis-nn",
        "on",
        "--images",
        str(_archive(tmp_path)),
    ]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    assert "of 6 images right" in result.output
    assert "tflite-micro" in result.output and "every image in the same class" in result.output


def test_an_image_in_another_class_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    oracle_or_skip("int8")
    right = HostRuntime.output
    asked = 0

    def wrong(self: HostRuntime, index: int = 0) -> object:
        nonlocal asked
        asked += 1
        values = right(self, index)
        return np.roll(values, 1) if asked == 4 else values

    monkeypatch.setattr(HostRuntime, "output", wrong)
    path = _archive(tmp_path)
    found = measure(read_model(find_model("mnist", "int8").path), False, *read_images(path))
    assert [other.differing for other in found.others] == [(3,), (3,)]
    asked = 0
    result = CliRunner().invoke(
        main, ["verify", "mnist", "--compression", "int8", "--cmsis-nn", "off", "--images", str(path)]
    )
    assert result.exit_code == 1
    assert "1 in another class (image 3)" in result.output


def test_a_file_without_images_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, x=np.zeros(3))
    result = CliRunner().invoke(main, ["verify", "mnist", "--images", str(path)])
    assert result.exit_code == 1
    assert "is no mnist.npz" in result.output
