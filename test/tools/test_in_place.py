# SPDX-License-Identifier: Apache-2.0
"""Outputs in the memory of an input: the same answers, and nothing overwritten that is still read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from layerscope.host_runtime import HostRuntime
from layerscope.models.arena import plan
from layerscope.models.kernels import RULES
from layerscope.models.kernels.elementwise import IN_PLACE
from layerscope.models.reader import read_model
from layerscope.verify.generate import ModelSpec

Array = np.ndarray[Any, Any]

SHAPE = (2, 5, 7)
KERNELS = pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])


class Network:
    """Tensors of one type and quantisation, element-wise operators, reshapes."""

    def __init__(self, kind: str, seed: int = 0) -> None:
        self.spec = ModelSpec()
        self.kind = kind
        self.random = np.random.default_rng(seed)

    def values(self, shape: tuple[int, ...] = SHAPE) -> Array:
        """Positive and not 0: divisors and arguments of LOG."""
        if self.kind == "float32":
            return self.random.uniform(0.1, 2.0, shape).astype(np.float32)
        if self.kind == "bool":
            return self.random.integers(0, 2, shape).astype(bool)
        return self.random.integers(1, 100, shape).astype(self.kind)

    def tensor(self, shape: tuple[int, ...] = SHAPE, data: Array | None = None, op: str = "") -> int:
        scale, zero_point = 0.05, 0
        if op in ("LOGISTIC", "TANH"):  # whose outputs have quantisations of their own
            scale = {"int16": 1 / 32768}.get(self.kind, 1 / 256 if op == "LOGISTIC" else 1 / 128)
            zero_point = -128 if (op, self.kind) == ("LOGISTIC", "int8") else 0
        quantised = self.kind in ("int8", "int16")
        return self.spec.tensor(
            f"t{len(self.spec.tensors)}",
            shape,
            self.kind,
            data,
            **({"scale": [scale], "zero_point": [zero_point]} if quantised else {}),
        )

    def input(self) -> int:
        index = self.tensor()
        self.spec.inputs = [*self.spec.inputs, index]
        return index

    def operator(self, op: str, *inputs: int) -> int:
        result = self.tensor(op=op)
        self.spec.operator(op, list(inputs), [result])
        return result

    def build(self, *outputs: int) -> bytes:
        self.spec.outputs = list(outputs)
        return self.spec.build()


def _run(model: bytes, network: Network, use_cmsis_nn: bool, *, apart: bool) -> tuple[list[bytes], int]:
    """All outputs, and the arena. `apart`: every tensor in memory of its own."""
    network.random = np.random.default_rng(99)
    with HostRuntime(model, use_cmsis_nn, preserve_all_tensors=apart) as runtime:
        for number in range(len(runtime.inputs)):
            runtime.set_input(network.values(), number)
        runtime.invoke()
        outputs = [runtime.output(k).tobytes() for k in range(len(runtime.outputs))]
        return outputs, runtime.arena_used_bytes


def _assert_same_answers(model: bytes, network: Network, use_cmsis_nn: bool) -> None:
    shared, less = _run(model, network, use_cmsis_nn, apart=False)
    apart, more = _run(model, network, use_cmsis_nn, apart=True)
    assert shared == apart
    assert less <= more


def _forms() -> list[tuple[str, str]]:
    return [
        (op, inputs[0])
        for op in sorted(IN_PLACE)
        for inputs, outputs in sorted(RULES[op].types)
        if set(inputs) == set(outputs)
    ]


@KERNELS
@pytest.mark.parametrize(("op", "kind"), _forms(), ids=lambda value: str(value))
def test_every_element_wise_operator_may_write_over_its_input(op: str, kind: str, use_cmsis_nn: bool) -> None:
    network = Network(kind)
    source = network.input()
    others: list[list[int]] = [[], []]
    if RULES[op].inputs == 2:
        others = [[network.tensor(shape, network.values(shape))] for shape in (SHAPE, SHAPE[-1:])]
    between = network.operator(op, source, *others[0])
    end = network.operator(op, between, *others[1])
    model = network.build(end)
    offsets = plan(read_model(model), use_cmsis_nn).offsets
    assert offsets[source] == offsets[between], "not in place"
    assert offsets[source] != offsets[end], "an input and an output of the model in one place"
    _assert_same_answers(model, network, use_cmsis_nn)


@KERNELS
@pytest.mark.parametrize("kind", ["float32", "int8", "int16"])
def test_the_second_input_gives_its_memory_too(kind: str, use_cmsis_nn: bool) -> None:
    network = Network(kind)
    kept, given = network.input(), network.input()
    difference = network.operator("SUB", kept, given)
    twice = network.operator("ADD", difference, difference)
    model = network.build(network.operator("SUB", kept, twice))
    offsets = plan(read_model(model), use_cmsis_nn).offsets
    assert offsets[given] == offsets[difference] == offsets[twice] != offsets[kept]
    _assert_same_answers(model, network, use_cmsis_nn)


def test_an_input_that_is_repeated_keeps_its_memory() -> None:
    network = Network("float32")
    row = network.tensor(SHAPE[-1:])
    network.spec.inputs = [row]
    root = network.tensor(SHAPE[-1:])
    network.spec.operator("SQRT", [row], [root])
    sums = network.operator("ADD", root, network.tensor(SHAPE, network.values()))
    end = network.operator("SQRT", sums)
    offsets = plan(read_model(network.build(end)), True).offsets
    assert offsets[sums] != offsets[root]
    assert offsets[sums] == offsets[end]


@KERNELS
@pytest.mark.parametrize("kind", ["int8", "float32"])
def test_nothing_that_is_still_read_is_overwritten(kind: str, use_cmsis_nn: bool) -> None:
    """Drawn networks in which tensors are read late, more than once, through reshapes, or by the user."""
    fewer = 0
    for seed in range(40):
        network = Network(kind, seed)
        draw = network.random
        alive = [network.input() for _ in range(draw.integers(1, 3))]
        for _ in range(draw.integers(3, 14)):
            picked = [int(alive[draw.integers(max(0, len(alive) - 4), len(alive))]) for _ in range(2)]
            op = str(draw.choice(["ADD", "SUB", "MAXIMUM", "RELU", "ABS", "RESHAPE"]))
            if op == "RESHAPE":
                shape = network.spec.tensor(f"s{len(network.spec.tensors)}", [3], "int32", np.array(SHAPE))
                alive.append(network.operator(op, picked[0], shape))
            else:
                alive.append(network.operator(op, *picked[: RULES[op].inputs]))
        outputs = sorted({int(i) for i in draw.choice(alive[2:], 2)} | {alive[-1]})
        model = network.build(*outputs)
        _assert_same_answers(model, network, use_cmsis_nn)
        offsets = plan(read_model(model), use_cmsis_nn).offsets
        fewer += len(offsets) - len(set(offsets.values()))
    assert fewer > 100, "hardly any memory was shared"
