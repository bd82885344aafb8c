# SPDX-License-Identifier: Apache-2.0
"""The benchmark networks made here: public topologies layer by layer, the same bytes every time, exact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from layerscope.models.arena import plan
from layerscope.models.catalogue import compressions, find_model, name_of, trained_names
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.macs import layer_costs
from layerscope.models.model import Model, Operator, ReshapeOptions
from layerscope.models.operators import RESOLVER_METHODS
from layerscope.models.reader import read_model
from layerscope.networks import TOPOLOGIES, make_network
from layerscope.verify.host import verify_on_host
from layerscope.verify.oracle import MicroOracle, OracleError

PUBLIC = Path(__file__).resolve().parents[3] / "shared" / "models" / "mlperf_tiny"
FILES = {"ad": "ad01_int8", "ic": "pretrainedResnet_quant", "kws": "kws_ref_model", "vww": "vww_96_int8"}
MACS = {"ad": 264_192, "ic": 12_501_632, "kws": 2_656_768, "vww": 7_489_664}
FORMS = [(name, form) for name in TOPOLOGIES for form in compressions(name)]


def network(name: str, form: str = "int8") -> Model:
    model = read_model(find_model(name, form).path)
    lacking = {operator.name for operator in model.main.operators} - set(RESOLVER_METHODS)
    if lacking:
        pytest.skip(f"the runtime has no {', '.join(sorted(lacking))} yet")
    return model


def _layer(model: Model, operator: Operator) -> tuple[Any, ...]:
    """All of a layer but its values and where its tensors stand."""
    tensors = [model.main.tensors[index] for index in (*operator.inputs, *operator.outputs)]
    described = [
        (
            tensor.shape,
            tensor.type,
            tensor.is_constant,
            len(tensor.quantisation.scales) if tensor.quantisation else 0,
            tensor.quantisation.axis if tensor.quantisation else 0,
        )
        for tensor in tensors
    ]
    # A RESHAPE may say that its options name no shape, or have no options.
    options = None if operator.options == ReshapeOptions(()) else operator.options
    fields = {name: value for name, value in operator.fields.items() if operator.name != "RESHAPE"}
    return operator.name, options, fields, described


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_a_topology_is_the_public_one_layer_by_layer(name: str) -> None:
    path = PUBLIC / f"{FILES[name]}.tflite"
    if not path.is_file():
        pytest.skip("the MLPerf Tiny networks are not here")
    ours, theirs = read_model(find_model(name, "int8").path), read_model(path)
    assert [_layer(ours, operator) for operator in ours.main.operators] == [
        _layer(theirs, operator) for operator in theirs.main.operators
    ]


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_a_network_has_the_public_ones_multiply_accumulates(name: str) -> None:
    assert sum(cost.macs for cost in layer_costs(network(name))) == MACS[name]


def test_networks_are_made_alike_every_time() -> None:
    assert make_network("kws", "int8") == make_network("kws", "int8") == find_model("kws").path.read_bytes()
    assert make_network("ic", "none") != make_network("ic", "int8")


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_every_layer_says_something_about_its_input(name: str, form: str) -> None:
    """Weights that saturate everything, or that leave one value everywhere, would measure another network."""
    model = network(name, form)
    try:
        oracle = MicroOracle(model)
    except OracleError as error:
        pytest.skip(str(error))
    source = model.main.tensors[model.main.inputs[0]]
    rng = np.random.default_rng(1)
    values = rng.integers(-128, 128, source.shape) if form == "int8" else rng.uniform(0, 255, source.shape)
    tensors = oracle.run([values.astype(source.type)])
    # The average over a whole map is nearly constant, and so is what follows it.
    for operator in model.main.operators[:-4]:
        tensor = tensors[operator.outputs[0]]
        assert len(np.unique(tensor)) > min(20, tensor.size // 3), operator
        if form == "int8":
            assert np.mean(tensor == 127) < 0.02, operator


@pytest.mark.parametrize(("name", "form"), FORMS)
@pytest.mark.parametrize("use_cmsis_nn", [False, True])
def test_every_tensor_of_a_network_is_the_oracles(name: str, form: str, use_cmsis_nn: bool) -> None:
    model = network(name, form)
    check_model(model)
    try:
        found = verify_on_host(model, use_cmsis_nn, inputs=2)
    except OracleError as error:
        pytest.skip(str(error))
    assert found.passed, found.summary()
    if form == "int8":
        assert found.exact, found.summary()


def test_a_name_stands_for_its_file() -> None:
    assert name_of(find_model("kws").path) == "kws"
    assert find_model("kws", "int8").path == find_model("kws", "none").path  # it has one form
    assert find_model("ic", "none").path != find_model("ic", "int8").path
    assert name_of(find_model("ic", "none").path) == "ic"
    assert "kws" not in trained_names()
    with pytest.raises(ModelError, match="ic has no compression 'dynamic'; it has: none, int8"):
        find_model("ic", "dynamic")


def test_the_arena_is_planned() -> None:
    assert plan(network("kws"), True).arena_bytes > 16_000
