# SPDX-License-Identifier: Apache-2.0
"""The model on a board: without names and notes, and the same network to the last bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tflite
from exactness_shapes import FORMS
from exactness_weighted import weighted_cases
from layerscope.host_runtime import HostRuntime
from layerscope.models.arena import plan
from layerscope.models.catalogue import COMPRESSIONS, find_model
from layerscope.models.model import Model
from layerscope.models.reader import read_model
from layerscope.models.strip import strip_model

MLPERF_TINY = Path(__file__).resolve().parents[3] / "shared" / "models" / "mlperf_tiny"


def _outputs(data: bytes, use_cmsis_nn: bool) -> list[bytes]:
    runtime = HostRuntime(data, use_cmsis_nn)
    for position, index in enumerate(runtime.inputs):
        tensor = runtime.tensor(index)
        values = np.random.default_rng(position).integers(-100, 100, tensor.shape)
        runtime.set_input(
            (values if tensor.dtype == np.int8 else values / 100).astype(tensor.dtype), position
        )
    runtime.invoke()
    return [runtime.output(i).tobytes() for i in range(len(runtime.outputs))]


def _assert_same_network(model: Model) -> bytes:
    stripped = strip_model(model)
    for use_cmsis_nn in (False, True):
        assert plan(read_model(stripped), use_cmsis_nn) == plan(model, use_cmsis_nn)
        assert _outputs(stripped, use_cmsis_nn) == _outputs(model.data, use_cmsis_nn)
    return stripped


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_the_networks_without_names_compute_the_same(compression: str) -> None:
    model = read_model(find_model("mnist", compression).path)
    stripped = _assert_same_network(model)
    assert len(stripped) < len(model.data) - 2000
    assert not any(tensor.name.encode() in stripped for tensor in model.main.tensors if len(tensor.name) > 8)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_weighted_operators_survives(form: str) -> None:
    for case in list(weighted_cases(form))[::5]:
        _assert_same_network(read_model(case.model))


def test_the_official_reader_takes_it() -> None:
    stripped = strip_model(read_model(find_model("mnist", "int8").path))
    model = tflite.Model.GetRootAs(stripped, 0)
    assert tflite.Model.ModelBufferHasIdentifier(stripped, 0)
    assert (model.Version(), model.Description(), model.SubgraphsLength()) == (3, None, 1)
    graph = model.Subgraphs(0)
    assert graph.OperatorsLength() == 9 and graph.Tensors(0).Name() is None
    for i in range(graph.TensorsLength()):
        buffer = model.Buffers(graph.Tensors(i).Buffer())
        if buffer.DataLength():
            assert buffer._tab.Vector(buffer._tab.Offset(4)) % 16 == 0


def test_it_is_stripped_once_and_for_all() -> None:
    stripped = strip_model(read_model(find_model("mnist", "dynamic").path))
    assert strip_model(read_model(stripped)) == stripped


@pytest.mark.parametrize("name", ["ad01_int8", "kws_ref_model", "pretrainedResnet_quant", "vww_96_int8"])
def test_mlperf_tiny_networks_shrink_and_compute_the_same(name: str) -> None:
    path = MLPERF_TINY / f"{name}.tflite"
    if not path.exists():
        pytest.skip("the MLPerf Tiny models are not there")
    model = read_model(path)
    assert len(_assert_same_network(model)) < len(model.data)
