# SPDX-License-Identifier: Apache-2.0
"""Memory plans in a model's metadata: tensors lie where the plan says; one that cannot be is refused."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from layerscope.host_runtime import HostRuntime
from layerscope.host_runtime.runtime import HostRuntimeError
from layerscope.models.arena import plan
from layerscope.models.catalogue import find_model
from layerscope.models.errors import ModelError
from layerscope.models.flatbuffer_writer import FlatbufferWriter
from layerscope.models.model import Model
from layerscope.models.offline_plan import OFFLINE_PLAN
from layerscope.models.reader import read_model
from layerscope.models.strip import strip_model

MODEL = read_model(find_model("mnist", "int8").path)


def _with_plan(model: Model, words: list[int], monkeypatch: pytest.MonkeyPatch) -> Model:
    """The model with a plan of these numbers in its metadata."""
    number = 10_000  # a buffer of no tensor
    data = struct.pack(f"<{len(words)}i", *words)
    with monkeypatch.context() as patch:
        patch.setattr("layerscope.models.strip.offline_plans", lambda _: {number: data})
        return read_model(strip_model(model))


def _offsets(model: Model) -> dict[int, int]:
    """Of the runtime's tensors: from the lowest address that any of them has."""
    runtime = HostRuntime(model.data, False, fuse=True)
    activations = [t.index for t in model.main.tensors if not t.is_constant]
    places = {i: runtime._view(i).__array_interface__["data"][0] for i in activations}
    return {index: place - min(places.values()) for index, place in places.items()}


def _plan_of(model: Model) -> list[int]:
    """The runtime's own plan of the operators apart, turned around: what lay lowest lies highest."""
    planned = plan(model, False, fuse=False)
    sizes = {i: -(-model.main.tensors[i].bytes // 16) * 16 for i in planned.offsets}
    end = max(planned.offsets[i] + sizes[i] for i in sizes)
    turned = {i: end - planned.offsets[i] - sizes[i] for i in sizes}
    count = len(model.main.tensors)
    return [1, 0, count, *(turned.get(i, -1) for i in range(count))]


def test_tensors_lie_where_the_plan_says(monkeypatch: pytest.MonkeyPatch) -> None:
    words = _plan_of(MODEL)
    planned = _with_plan(MODEL, words, monkeypatch)
    wanted = {i: offset for i, offset in enumerate(words[3:]) if offset >= 0}
    for use_cmsis_nn in (False, True):
        found = plan(planned, use_cmsis_nn)
        assert found.offsets == wanted and not found.fused and not found.in_place
    assert _offsets(planned) == wanted != plan(MODEL, False, fuse=False).offsets
    outputs = []
    for model in (MODEL, planned):
        runtime = HostRuntime(model.data, False)
        runtime.set_input(np.random.default_rng(2).integers(-128, 128, (1, 28, 28, 1)).astype(np.int8))
        runtime.invoke()
        outputs.append(runtime.output().tobytes())
    assert outputs[0] == outputs[1]


def test_what_the_plan_leaves_open_is_planned_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    words = _plan_of(MODEL)
    fixed = max(range(3, len(words)), key=lambda i: words[i])
    words = [word if i in (0, 1, 2, fixed) else -1 for i, word in enumerate(words)]
    planned = plan(_with_plan(MODEL, words, monkeypatch), False)
    assert planned.offsets[fixed - 3] == words[fixed]
    assert len(planned.offsets) > 5
    assert _offsets(_with_plan(MODEL, words, monkeypatch)) == planned.offsets


def _refusals(words: list[int], monkeypatch: pytest.MonkeyPatch) -> str:
    planned = _with_plan(MODEL, words, monkeypatch)
    with pytest.raises(HostRuntimeError) as runtime:
        HostRuntime(planned.data, False)
    with pytest.raises(ModelError) as build:
        plan(planned, False)
    return f"{runtime.value} / {build.value}"


def test_plans_that_cannot_be_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    words = _plan_of(MODEL)
    overlapping = words[:3] + [0 if word >= 0 else -1 for word in words[3:]]
    text = _refusals(overlapping, monkeypatch)
    assert text.count("overlap") == 2
    crooked = words[:3] + [word + 8 if word > 0 else word for word in words[3:]]
    assert _refusals(crooked, monkeypatch).count("no multiple of 16") == 2
    below = words[:3] + [-16 if word >= 0 else word for word in words[3:]]
    assert _refusals(below, monkeypatch).count("no multiple of 16") == 2
    for damaged in (words[:-1], [2, *words[1:]], [*words[:2], 3, *words[3:]]):
        assert _refusals(damaged, monkeypatch).count("version 1") == 2


def test_a_plan_beyond_the_arena_is_too_much_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [word + 4096 * 16 if i > 2 and word >= 0 else word for i, word in enumerate(_plan_of(MODEL))]
    planned = _with_plan(MODEL, words, monkeypatch)
    assert plan(planned, False).arena_bytes > 65_536
    with pytest.raises(HostRuntimeError, match="lacks"):
        HostRuntime(planned.data, False, arena_bytes=65_536)
    far = [2**31 - 16 if i > 2 and word >= 0 else word for i, word in enumerate(words)]
    with pytest.raises(HostRuntimeError):
        HostRuntime(_with_plan(MODEL, far, monkeypatch).data, False)


def test_a_plan_for_another_subgraph_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    words = _plan_of(MODEL)
    other = _with_plan(MODEL, [1, 7, *words[2:]], monkeypatch)
    assert plan(other, False) == plan(MODEL, False)
    assert _offsets(other) == _offsets(MODEL)


def test_plans_survive_stripping(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = _with_plan(MODEL, _plan_of(MODEL), monkeypatch)
    assert OFFLINE_PLAN.encode() in planned.data
    assert strip_model(planned) == planned.data


def test_writer_shares_what_is_equal() -> None:
    writer = FlatbufferWriter()
    assert writer.numbers("i", (1, 2)) == writer.numbers("i", (1, 2)) != writer.numbers("i", (1, 3))
