# SPDX-License-Identifier: Apache-2.0
"""Training without TensorFlow: the parts around it, and the sentences a user without it gets."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from layerscope.cli import main
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.reader import read_model
from layerscope.training.data import load_mnist
from layerscope.training.distortion import distort
from layerscope.training.make import _check
from layerscope.training.measure import Accuracy, fill_input


def test_missing_tensorflow_is_one_sentence_naming_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)  # makes `import tensorflow` fail
    result = CliRunner().invoke(main, ["train", "mnist"])
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "training needs TensorFlow, which is not installed" in result.output
    assert "[train]" in result.output


def test_unknown_network_lists_the_known_ones() -> None:
    result = CliRunner().invoke(main, ["train", "cifar"])
    assert result.exit_code == 2
    assert "'mnist'" in result.output


def test_help_has_an_example() -> None:
    assert "layerscope train mnist --data" in CliRunner().invoke(main, ["train", "--help"]).output


@pytest.mark.parametrize("content", [None, b"", b"not an archive", b"PK\x03\x04" + bytes(30)])
def test_wrong_data_file_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "mnist.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=r"mnist\.npz: (there is no such file|not an mnist\.npz)"):
        load_mnist(path)


def test_archive_of_other_arrays_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "mnist.npz"
    np.savez(path, x_train=np.zeros((3, 28, 28)), y_train=np.zeros(3), x_test=np.zeros(1), y_test=np.zeros(1))
    with pytest.raises(ModelError, match="not MNIST"):
        load_mnist(path)


def test_distortion_is_seeded_mild_and_keeps_the_range() -> None:
    images = np.zeros((64, 28, 28, 1), np.float32)
    images[:, 8:20, 12:16] = 1.0
    first = distort(images, np.random.default_rng(3))
    assert np.array_equal(first, distort(images, np.random.default_rng(3)))
    assert not np.array_equal(first, distort(images, np.random.default_rng(4)))
    assert first.min() >= 0.0 and first.max() <= 1.0
    assert np.all(np.abs(first.sum((1, 2, 3)) / 48.0 - 1.0) < 0.35)
    assert len(np.unique(first.reshape(64, -1), axis=0)) == 64


def test_int8_input_is_quantised_as_the_firmware_does() -> None:
    details = {"shape": (1, 2, 2, 1), "dtype": np.int8, "quantization": (1 / 255, -128)}
    filled = fill_input(np.array([[0, 1], [128, 255]], np.uint8), details)
    assert filled.ravel().tolist() == [-128, -127, 0, 127]


def test_exports_that_lost_accuracy_are_refused() -> None:
    good = {form: Accuracy(9950, 10000) for form in ("float32", "dynamic", "int8", "float16")}
    digits = dict.fromkeys(good, 10)
    _check(good, digits)
    for form, correct in (("float32", 9899), ("dynamic", 9930), ("int8", 9910), ("float16", 9930)):
        with pytest.raises(ModelError):
            _check({**good, form: Accuracy(correct, 10000)}, digits)
    with pytest.raises(ModelError, match="9 of the 10 digits"):
        _check(good, {**digits, "int8": 9})


NETWORK_OPERATORS = [
    "CONV_2D", "MAX_POOL_2D", "CONV_2D", "MAX_POOL_2D", "CONV_2D",
    "RESHAPE", "FULLY_CONNECTED", "FULLY_CONNECTED", "SOFTMAX",
]  # fmt: skip


@pytest.mark.parametrize("form", ["float32", "dynamic", "int8", "float16"])
def test_exports_hold_the_operators_of_the_network_and_no_others(form: str) -> None:
    pytest.importorskip("tensorflow", reason="TensorFlow (extra: train) is not installed")
    from layerscope.training.export import export_network
    from layerscope.training.network import build_network

    images = np.random.default_rng(0).random((500, 28, 28, 1), np.float32)
    model = read_model(export_network(build_network(), form, images, seed=1))
    check_model(model)
    operators = [operator.name for operator in model.main.operators]
    if (
        form == "float16"
    ):  # the converter shares equal tensors, as the zero biases of an untrained network are
        assert operators.count("DEQUANTIZE") <= 10
        operators = [name for name in operators if name != "DEQUANTIZE"]
    assert operators == NETWORK_OPERATORS
    ends = [model.main.tensors[ids[0]] for ids in (model.main.inputs, model.main.outputs)]
    assert [end.shape for end in ends] == [(1, 28, 28, 1), (1, 10)]
    assert {end.type for end in ends} == {"int8" if form == "int8" else "float32"}
    if form == "dynamic":  # weights of fewer than 1,024 elements stay float
        for operator in model.main.operators:
            if len(operator.inputs) == 3:
                weights = model.main.tensors[operator.inputs[1]]
                assert (weights.type == "int8") == (weights.elements >= 1024)
