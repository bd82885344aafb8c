# SPDX-License-Identifier: Apache-2.0
"""The runtime classifies MNIST digits as LiteRT does, where the digits are at hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from layerscope.host_runtime import HostRuntime
from layerscope.models.catalogue import COMPRESSIONS, find_model
from layerscope.models.reader import read_model
from layerscope.verify.inputs import quantise
from layerscope.verify.oracle import LiteRtOracle, OracleError

DATA = Path(__file__).resolve().parents[3] / "shared" / "mnist" / "mnist.npz"
SAMPLE = 250


@pytest.mark.skipif(not DATA.is_file(), reason="the MNIST digits are not here")
@pytest.mark.parametrize("form", COMPRESSIONS)
def test_a_sample_of_digits_is_classified_as_litert_does(form: str) -> None:
    model = read_model(find_model("mnist", form).path)
    try:
        oracle = LiteRtOracle(model)
    except OracleError as error:
        pytest.skip(str(error))
    with np.load(DATA) as data:
        images, labels = data["x_test"][:SAMPLE], data["y_test"][:SAMPLE]
    source, target = model.main.tensors[model.main.inputs[0]], model.main.outputs[0]
    ours, theirs = [], []
    with HostRuntime(model.data, False) as runtime:
        for image in images:
            value = quantise(image.astype(np.float32) / np.float32(255), source).reshape(source.shape)
            runtime.set_input(value)
            runtime.invoke()
            ours.append(int(np.argmax(runtime.output())))
            theirs.append(int(np.argmax(oracle.run([value])[target])))
    assert np.mean(np.array(ours) == labels) >= 0.98
    assert ours == theirs
