# SPDX-License-Identifier: Apache-2.0
"""Models of several subgraphs: branches, loops, variables that outlive an inference."""

from __future__ import annotations

import numpy as np
from layerscope.verify.generate import ModelSpec, SubgraphSpec

ACTIVATION = {"scale": [0.05], "zero_point": [3]}


def dense(graph: SubgraphSpec, source: int, outputs: int, seed: int) -> int:
    """A FULLY_CONNECTED of int8 with weights of its own."""
    inputs = graph.tensors[source].shape[1]
    random = np.random.default_rng(seed)
    values = random.integers(-127, 128, (outputs, inputs))
    weights = graph.tensor(f"weights{seed}", [outputs, inputs], "int8", values, scale=[0.002], zero_point=[0])
    bias = graph.tensor(f"bias{seed}", [outputs], "int32", random.integers(-99, 99, outputs),
                        scale=[0.0001], zero_point=[0])  # fmt: skip
    result = graph.tensor(f"dense{seed}", [1, outputs], "int8", **ACTIVATION)
    graph.operator("FULLY_CONNECTED", [source, weights, bias], [result])
    return result


def branches(width: int = 12) -> bytes:
    """An IF between two networks of different depth, with a layer before it and one behind it."""
    spec = ModelSpec()
    chosen = spec.tensor("chosen", [], "bool")
    image = spec.tensor("image", [1, width], "int8", **ACTIVATION)
    spec.inputs = [chosen, image]
    before = dense(spec, image, 20, 1)
    other = dense(spec, image, 7, 8)
    after = spec.tensor("after", [1, 10], "int8", **ACTIVATION)
    numbers = []
    for depth in (1, 3):
        number, graph = spec.subgraph()
        numbers.append(number)
        now = graph.tensor("in", [1, 20], "int8", **ACTIVATION)
        graph.inputs = [now]
        for layer in range(depth):
            now = dense(graph, now, 10 if layer == depth - 1 else 30, 10 * depth + layer)
        graph.outputs = [now]
    spec.operator("IF", [chosen, before], [after], ThenSubgraphIndex=numbers[0], ElseSubgraphIndex=numbers[1])
    spec.outputs = [dense(spec, after, 4, 5), other]
    return spec.build()


def one_turn(width: int = 9) -> bytes:
    """A WHILE whose body ends it: its state is whether to go on, and some activations."""
    spec = ModelSpec()
    going = spec.tensor("going", [1], "bool")
    image = spec.tensor("image", [1, width], "int8", **ACTIVATION)
    spec.inputs = [going, image]
    state = [spec.tensor("end", [1], "bool"), spec.tensor("state", [1, width], "int8", **ACTIVATION)]
    condition, graph = spec.subgraph()
    graph.inputs = [graph.tensor("go", [1], "bool"), graph.tensor("x", [1, width], "int8", **ACTIVATION)]
    graph.outputs = [graph.inputs[0]]
    body, graph = spec.subgraph()
    graph.inputs = [graph.tensor("go", [1], "bool"), graph.tensor("x", [1, width], "int8", **ACTIVATION)]
    stop = graph.tensor("stop", [1], "bool", np.array([False]))
    graph.outputs = [stop, dense(graph, dense(graph, graph.inputs[1], 15, 2), width, 3)]
    spec.operator("WHILE", [going, image], state, CondSubgraphIndex=condition, BodySubgraphIndex=body)
    spec.outputs = [state[1]]
    return spec.build()


def memory(width: int = 6) -> bytes:
    """Variables: CALL_ONCE sets them, each inference reads one and leaves its activations in it."""
    spec = ModelSpec()
    image = spec.tensor("image", [1, width], "int8", **ACTIVATION)
    spec.inputs = [image]
    start, graph = spec.subgraph()
    first = graph.tensor("first", [1, width], "int8", np.arange(width), **ACTIVATION)
    handle = graph.tensor("handle", [], "resource")
    graph.operator("VAR_HANDLE", [], [handle], Container="", SharedName="past")
    graph.operator("ASSIGN_VARIABLE", [handle, first], [])
    spec.operator("CALL_ONCE", [], [], InitSubgraphIndex=start)
    handles = []
    for name in ("past", "sum"):
        handles.append(spec.tensor(name, [], "resource"))
        spec.operator("VAR_HANDLE", [], [handles[-1]], Container="", SharedName=name)
    past = spec.tensor("read", [1, width], "int8", **ACTIVATION)
    spec.operator("READ_VARIABLE", [handles[0]], [past])
    spec.operator("ASSIGN_VARIABLE", [handles[0], image], [])
    spec.operator("ASSIGN_VARIABLE", [handles[1], dense(spec, past, 11, 4)], [])
    again = spec.tensor("again", [1, 11], "int8", **ACTIVATION)
    spec.operator("READ_VARIABLE", [handles[1]], [again])
    spec.outputs = [past, dense(spec, again, 3, 6)]
    return spec.build()


CONTROL_FLOW = {"branches": branches, "one_turn": one_turn, "memory": memory}
