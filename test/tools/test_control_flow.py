# SPDX-License-Identifier: Apache-2.0
"""Several subgraphs and variables: the runtime against TensorFlow Lite Micro, inference after inference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from control_flow_models import ACTIVATION, CONTROL_FLOW, branches, dense, memory, one_turn
from layerscope.host_runtime import HostRuntime, HostRuntimeError
from layerscope.models.arena import plan
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.macs import layer_costs
from layerscope.models.reader import read_model
from layerscope.models.subgraphs import Span, spans_of
from layerscope.models.variables import variable_bytes
from layerscope.verify.generate import ModelSpec

both_kernels = pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])


def _inputs(name: str, seed: int) -> list[Any]:
    random = np.random.default_rng(seed)
    widths = {"branches": 12, "one_turn": 9, "memory": 6}
    image = random.integers(-128, 128, (1, widths[name])).astype(np.int8)
    if name == "branches":
        return [np.array(seed % 2 == 0), image]
    return [np.array([seed % 2 == 0]), image] if name == "one_turn" else [image]


@both_kernels
@pytest.mark.parametrize("name", sorted(CONTROL_FLOW))
def test_equals_tensorflow_lite_micro_over_several_inferences(name: str, use_cmsis_nn: bool) -> None:
    oracle_package = pytest.importorskip("tflite_micro", reason="tflite-micro has no build here").runtime
    data = CONTROL_FLOW[name]()
    oracle = oracle_package.Interpreter.from_bytes(data, arena_size=1 << 16)
    with HostRuntime(data, use_cmsis_nn) as runtime:
        seen = set()
        for seed in range(8):
            # Variables lose what they hold; CALL_ONCE does not run again.
            if seed == 5:
                oracle.reset()
                runtime.reset()
            for index, value in enumerate(_inputs(name, seed)):
                oracle.set_input(value, index)
                runtime.set_input(value, index)
            oracle.invoke()
            runtime.invoke()
            for index in range(len(runtime.outputs)):
                result = runtime.output(index)
                assert np.array_equal(oracle.get_output(index), result)
                seen.add(result.tobytes())
        # Saturated outputs would agree whatever was computed.
        assert len(seen) >= 8


def test_a_branch_takes_the_memory_of_the_other() -> None:
    planned = plan(read_model(branches()), False)
    hidden = {key: offset for key, offset in planned.inner_offsets.items()}
    assert {number for number, _ in hidden} == {1, 2}
    alone = [
        plan(replace(read_model(branches()), subgraphs=(read_model(branches()).subgraphs[k],)), False)
        for k in (1, 2)
    ]
    both = plan(read_model(branches()), False)
    assert (
        both.arena_bytes - both.persistent_bytes
        < sum(one.arena_bytes - one.persistent_bytes for one in alone) + 2 * 32 + 4 * 16
    )


def test_subgraphs_that_nothing_calls_take_no_memory() -> None:
    spec = ModelSpec()
    image = spec.tensor("image", [1, 8], "int8", **ACTIVATION)
    spec.inputs, spec.outputs = [image], [dense(spec, image, 8, 1)]
    alone = plan(read_model(spec.build()), False)
    _, other = spec.subgraph()
    other.inputs = [other.tensor("image", [1, 800], "int8", **ACTIVATION)]
    other.outputs = [dense(other, other.inputs[0], 900, 2)]
    model = read_model(spec.build())
    check_model(model)
    assert plan(model, False).arena_bytes == alone.arena_bytes + 24
    with HostRuntime(spec.build(), False) as runtime:
        runtime.invoke()


def test_spans_count_through_the_model_as_it_is_executed() -> None:
    # Operators 0 and 1, the IF at 2: the branch of one layer at 3, its outputs at 4, that of three from 5.
    assert spans_of(read_model(branches())) == {0: Span(10, 0, 0), 1: Span(1, 3, 3), 2: Span(3, 5, 5)}


def test_layers_have_the_costs_of_the_subgraphs_that_they_run() -> None:
    costs = layer_costs(read_model(branches()))
    assert [cost.op for cost in costs] == ["FULLY_CONNECTED", "FULLY_CONNECTED", "IF", "FULLY_CONNECTED"]
    assert costs[2].macs == 20 * 30 + 30 * 30 + 30 * 10
    assert costs[2].weights_bytes == (20 * 30 + 30 * 30 + 30 * 10 + 4 * 70) + (20 * 10 + 4 * 10)
    assert layer_costs(read_model(one_turn()))[0].macs == 0


def test_variables_are_known_with_their_sizes() -> None:
    assert variable_bytes(read_model(memory())) == {("", "past"): 6, ("", "sum"): 11}


def _refused(data: bytes, host: str, python: str) -> None:
    with pytest.raises(HostRuntimeError, match=host):
        HostRuntime(data, False)
    with pytest.raises(ModelError, match=python):
        model = read_model(data)
        check_model(model)
        plan(model, False)


def _calls(*subgraphs: tuple[int, ...], inner_width: int = 4) -> bytes:
    """Subgraph i has an IF for each number: it runs that subgraph in either case."""
    spec = ModelSpec()
    graphs = [spec, *(spec.subgraph()[1] for _ in subgraphs[1:])]
    for graph, called in zip(graphs, subgraphs, strict=True):
        flag = graph.tensor("flag", [1], "bool")
        now = graph.tensor("x", [1, 4 if graph is spec else inner_width], "int8", **ACTIVATION)
        graph.inputs = [flag, now]
        for number in called:
            result = graph.tensor("y", [1, 4], "int8", **ACTIVATION)
            graph.operator(
                "IF", [flag, flag, now], [result], ThenSubgraphIndex=number, ElseSubgraphIndex=number
            )
            now = result
        graph.outputs = [now if called else dense(graph, now, 4, 1)]
    return spec.build()


def test_nested_calls_of_one_subgraph_by_several_run() -> None:
    data = _calls((1, 2, 1), (2, 2), ())
    check_model(read_model(data))
    spans = spans_of(read_model(data))
    assert spans[2].first < spans[2].last
    oracle_package = pytest.importorskip("tflite_micro", reason="tflite-micro has no build here").runtime
    oracle = oracle_package.Interpreter.from_bytes(data, arena_size=1 << 16)
    with HostRuntime(data, True) as runtime:
        for index, value in enumerate([np.array([True]), np.array([[-90, 33, 4, 100]], np.int8)]):
            oracle.set_input(value, index)
            runtime.set_input(value, index)
        oracle.invoke()
        runtime.invoke()
        assert np.array_equal(oracle.get_output(0), runtime.output())


@pytest.mark.parametrize(
    "calls", [((1,), (1,)), ((1,), (2,), (1,)), (*((i + 1,) for i in range(18)), ())],
    ids=["itself", "circle", "deep"],
)  # fmt: skip
def test_circles_and_towers_of_calls_are_refused(calls: tuple[tuple[int, ...], ...]) -> None:
    _refused(_calls(*calls), r"subgraph \d+ runs itself by way of others", r"subgraph \d+ runs itself")


def test_calls_too_many_to_count_are_refused() -> None:
    many = (*((i + 1,) * 8 for i in range(12)), ())
    _refused(_calls(*many), r"runs other subgraphs so often", r"runs others too often")


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_call_of_a_subgraph_that_does_not_exist_is_refused(number: int) -> None:
    _refused(
        _calls((number,), ()),
        rf"operator 0 of subgraph 0 runs subgraph {number}, which it cannot: there are 2",
        rf"subgraph 0, layer 0: IF runs subgraph {number}, which it cannot: there are 2",
    )


def test_interfaces_that_do_not_match_are_refused() -> None:
    with pytest.raises(HostRuntimeError, match=r"IF: tensor 2 has another type or size in its subgraph"):
        HostRuntime(_calls((1,), (), inner_width=5), False)


def test_a_resource_is_for_variables_alone() -> None:
    spec = ModelSpec()
    handle = spec.tensor("handle", [], "resource")
    spec.operator("VAR_HANDLE", [], [handle], Container="", SharedName="mine")
    other = spec.tensor("other", [], "resource")
    spec.operator("RESHAPE", [handle], [other])
    spec.inputs = [spec.tensor("in", [1], "float32")]
    spec.outputs = [spec.inputs[0]]
    _refused(spec.build(), r"operator 1 has a resource, which only", r"RESHAPE.*")
    spec.operators = []
    spec.inputs, spec.outputs = [handle], [handle]
    _refused(spec.build(), r"subgraph 0 has a resource for an input", r".*")


def test_a_read_before_any_assignment_names_the_variable(tmp_path: Path) -> None:
    spec = ModelSpec()
    handle = spec.tensor("handle", [], "resource")
    spec.operator("VAR_HANDLE", [], [handle], Container="", SharedName="nobody")
    spec.outputs = [spec.tensor("read", [4], "float32")]
    spec.operator("READ_VARIABLE", [handle], spec.outputs)
    with HostRuntime(spec.build(), False) as runtime:
        message = r"variable nobody has 0 bytes where 16 are read"
        pytest.raises(HostRuntimeError, runtime.invoke).match(message)
