# SPDX-License-Identifier: Apache-2.0
"""A convolution and the pool behind it, fused: the same values to the last bit, in less of the arena."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from exactness_shapes import FORMS, SAME, VALID, Geometry, window
from exactness_weighted import WeightedLayer, inputs_of
from layerscope.host_runtime import HostRuntime
from layerscope.models.arena import plan
from layerscope.models.catalogue import COMPRESSIONS, find_model
from layerscope.models.reader import read_model
from layerscope.results.align import rows, same_network
from layerscope.results.record import Layer, Run

POOLS = {
    "2x2": ((2, 2), (2, 2), VALID),
    "overlapping": ((3, 3), (2, 2), SAME),
    "gaps": ((2, 3), (3, 3), VALID),
    "padded": ((3, 3), (3, 3), SAME),
    "columns alone": ((1, 2), (1, 2), SAME),
    "rows alone": ((4, 1), (4, 1), SAME),
}
CONVOLUTIONS = [
    Geometry((1, 14, 12, 1), (3, 3), 12, padding=VALID),
    Geometry((1, 13, 11, 12), (3, 3), 19),  # a window of more than 96: in parts of channels
    Geometry((1, 17, 16, 3), (5, 4), 6, stride=(2, 1)),
    Geometry((1, 16, 13, 4), (3, 2), 5, dilation=(2, 3)),
    Geometry((1, 12, 12, 9), (1, 1), 16, stride=(1, 2)),
    Geometry((1, 15, 9, 4), (3, 3), 6, groups=2),
    Geometry((1, 12, 12, 8), (1, 1), 16, groups=2),
    Geometry((1, 12, 10, 1), (3, 3), 128),
]


def _model(form: str, conv: Geometry, pool: str, operator: str, *, show_map: bool = False) -> bytes:
    depth = conv.input[3] // conv.groups
    layer = WeightedLayer(form, 7, conv.filter[0] * conv.filter[1] * depth)
    source, between = layer.activations(conv.input, conv.output())
    weights = layer.filter((conv.channels, *conv.filter, depth), conv.channels, 0)
    bias = layer.bias(conv.channels, True)
    layer.spec.operator("CONV_2D", [source, weights, bias], [between], **window(conv, "relu"))
    size, stride, padding = POOLS[pool]
    pooled = Geometry(conv.output(), size, conv.channels, stride, padding=padding)
    like = layer.spec.tensors[between]
    layer.spec.tensors.append(replace(like, name="pooled", shape=pooled.output()))
    output = len(layer.spec.tensors) - 1
    options = window(pooled, "none") | {"FilterHeight": size[0], "FilterWidth": size[1]}
    for unused in ("DilationHFactor", "DilationWFactor"):
        del options[unused]
    layer.spec.operator(operator, [between], [output], **options)
    layer.spec.inputs, layer.spec.outputs = [source], [output, between] if show_map else [output]
    return layer.spec.build()


def _cases() -> Iterator[tuple[Geometry, str, str]]:
    pools = list(POOLS)
    for i, conv in enumerate(CONVOLUTIONS):
        for k in range(3):
            yield conv, pools[(2 * i + k) % len(pools)], ("MAX_POOL_2D", "AVERAGE_POOL_2D")[(i + k) % 2]


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
@pytest.mark.parametrize("form", (*FORMS, "int16"))
def test_fused_values_are_those_of_the_operators_apart(form: str, use_cmsis_nn: bool) -> None:
    fused_pairs = 0
    for conv, pool, operator in _cases():
        if conv.groups > 1 and form == "hybrid":
            continue  # LiteRT has no such convolution
        data = _model(form, conv, pool, operator)
        model = read_model(data)
        apart, fused = (HostRuntime(data, use_cmsis_nn, fuse=fuse) for fuse in (False, True))
        assert {node.operators for node in apart.nodes} == {1}
        away = {node.index for node in fused.nodes if node.operators == 0}
        assert away == plan(model, use_cmsis_nn).fused, (conv, pool)
        fused_pairs += len(away)
        rng = np.random.default_rng(3)
        for values in inputs_of(rng, conv.input, model.main.tensors[model.main.inputs[0]].type):
            outputs = []
            for runtime in (apart, fused):
                runtime.set_input(values)
                runtime.invoke()
                outputs.append(runtime.output())
            assert outputs[0].tobytes() == outputs[1].tobytes(), (conv, pool, operator)
    assert fused_pairs >= 8


def test_what_others_read_is_not_fused_away() -> None:
    conv = CONVOLUTIONS[0]
    assert plan(read_model(_model("float32", conv, "2x2", "MAX_POOL_2D")), False).fused == {1}
    shown = read_model(_model("float32", conv, "2x2", "MAX_POOL_2D", show_map=True))
    assert plan(shown, False).fused == frozenset()
    batches = replace(conv, input=(2, *conv.input[1:]))
    assert plan(read_model(_model("float32", batches, "2x2", "MAX_POOL_2D")), False).fused == frozenset()
    for data in (_model("float32", batches, "2x2", "MAX_POOL_2D"), shown.data):
        assert {node.operators for node in HostRuntime(data, False, fuse=True).nodes} == {1}


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_mnist_is_fused_to_the_same_values(compression: str, use_cmsis_nn: bool) -> None:
    path = find_model("mnist", compression).path
    apart, fused = (HostRuntime(path, use_cmsis_nn, fuse=fuse) for fuse in (False, True))
    assert [node.operators for node in fused.nodes][-9:] == [2, 0, 2, 0, 1, 1, 1, 1, 1]
    rng = np.random.default_rng(5)
    kind = read_model(path).main.tensors[fused.inputs[0]].type
    for values in inputs_of(rng, (1, 28, 28, 1), kind):
        for runtime in (apart, fused):
            runtime.set_input(values)
            runtime.invoke()
        assert fused.output().tobytes() == apart.output().tobytes()


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
def test_mnist_float_takes_at_most_40_000_bytes(use_cmsis_nn: bool) -> None:
    model = read_model(find_model("mnist", "none").path)
    assert plan(model, use_cmsis_nn).arena_bytes <= 40_000
    assert plan(model, use_cmsis_nn, fuse=False).arena_bytes > 100_000


def _run(ops: list[tuple[str, float, list[int] | None]]) -> Run:
    layers, index = [], 0
    for op, ms, fused in ops:
        layers.append(Layer(index, op, ms, cycles=int(1000 * ms), fused=fused))
        index += len(fused or [index])
    return Run("teensy40", "virtual", 600_000_000, layers, sum(layer.ms for layer in layers))


def test_a_run_with_fused_rows_stands_beside_one_without() -> None:
    apart = _run([("CONV_2D", 3.0, None), ("MAX_POOL_2D", 0.5, None), ("CONV_2D", 2.0, None)])
    fused = _run([("CONV_2D+MAX_POOL_2D", 3.25, [0, 1]), ("CONV_2D", 2.0, None)])
    assert same_network(apart, fused)
    assert [
        (op, [layer.ms if layer else None for layer in layers]) for op, layers in rows([apart, fused])
    ] == [
        ("CONV_2D+MAX_POOL_2D", [3.5, 3.25]),
        ("CONV_2D", [2.0, 2.0]),
    ]
    assert [op for op, _ in rows([apart])] == ["CONV_2D", "MAX_POOL_2D", "CONV_2D"]
