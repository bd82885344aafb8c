# SPDX-License-Identifier: Apache-2.0
"""Branches, loops, and variables that outlive an inference: models of several subgraphs."""

from __future__ import annotations

from typing import Any

import numpy as np

from layerscope.verify.cases.draw import Draw, Shape
from layerscope.verify.cases.registry import generates
from layerscope.verify.cases.values import between, usual
from layerscope.verify.generate import SubgraphSpec

_KINDS = ("float32", "int8", "int16", "int32")


@generates("IF", _KINDS)
def branch(draw: Draw) -> None:
    """One of two chains of sums, of different length; the shapes between differ as well."""
    shape, quantised = draw.shape(1, 3), draw.quantisation(draw.form)
    which = draw.input(draw.pick(((), (1,), (1, 1))), "bool")
    operands = [draw.input(shape, draw.form, **quantised) for _ in range(draw.integer(1, 3))]
    numbers = []
    for _ in range(2):
        number, graph = draw.spec.subgraph()
        numbers.append(number)
        graph.inputs = [graph.tensor("in", shape, draw.form, **quantised) for _ in operands]
        now = graph.inputs[0]
        for step in range(draw.integer(0, 3)):
            other = graph.inputs[step % len(operands)] if draw.chance(0.5) else None
            now = _sum(draw, graph, now, other, shape, quantised)
        graph.outputs = [now, *([graph.inputs[-1]] if len(operands) == 3 else [])]
    outputs = [draw.output(shape, draw.form, **quantised) for _ in draw.spec.others[0].outputs]
    draw.operator([which, *operands], outputs, ThenSubgraphIndex=numbers[0], ElseSubgraphIndex=numbers[1])


@generates("WHILE", _KINDS)
def loop(draw: Draw) -> None:
    """Sums a constant to its state until a counter meets a limit, which may be at once."""
    shape, quantised = draw.shape(1, 3, 60), draw.quantisation(draw.form)
    begin = draw.input((1,), "int32", between(-2, 3))
    state = draw.input(shape, draw.form, **quantised)
    condition, graph = draw.spec.subgraph()
    _state_inputs(draw, graph, shape, quantised)
    limit = graph.tensor("limit", [1], "int32", np.array([draw.integer(0, 6)]))
    graph.outputs = [graph.tensor("more", [1], "bool")]
    graph.operator("LESS", [graph.inputs[0], limit], graph.outputs)
    body, graph = draw.spec.subgraph()
    _state_inputs(draw, graph, shape, quantised)
    one = graph.tensor("one", [1], "int32", np.array([1]))
    after = graph.tensor("after", [1], "int32")
    graph.operator("ADD", [graph.inputs[0], one], [after])
    graph.outputs = [after, _sum(draw, graph, graph.inputs[1], None, shape, quantised)]
    outputs = [draw.output((1,), "int32"), draw.output(shape, draw.form, **quantised)]
    draw.operator([begin, state], outputs, CondSubgraphIndex=condition, BodySubgraphIndex=body)


@generates(("CALL_ONCE", "VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE"), ("float32", "int8", "int16"))
def variables(draw: Draw) -> None:
    """Each inference adds its input to a variable that the first has set; some read it twice."""
    shape, quantised = draw.shape(1, 3), draw.quantisation(draw.form)
    spec = draw.spec
    start, graph = spec.subgraph()
    value = usual(draw.rng, shape, draw.form, 0)
    first = graph.tensor("first", shape, draw.form, value, **quantised)
    handle = _handle(graph, "past")
    graph.operator("ASSIGN_VARIABLE", [handle, first], [])
    # LiteRT, which float32 is held to, reads no variable that was never set.
    if draw.op == "CALL_ONCE" or draw.form == "float32" or draw.chance(0.7):
        spec.operator("CALL_ONCE", [], [], InitSubgraphIndex=start)
    handle = _handle(spec, "past")
    image = draw.input(shape, draw.form, **quantised)
    past = draw.output(shape, draw.form, **quantised)
    spec.operator("READ_VARIABLE", [handle], [past])
    spec.operator("ASSIGN_VARIABLE", [handle, _sum(draw, spec, past, image, shape, quantised)], [])
    if draw.op == "READ_VARIABLE" or draw.chance(0.5):
        again = draw.output(shape, draw.form, **quantised)
        spec.operator("READ_VARIABLE", [handle], [again])


def _handle(graph: SubgraphSpec, name: str) -> int:
    handle = graph.tensor(name, [], "resource")
    graph.operator("VAR_HANDLE", [], [handle], Container="", SharedName=name)
    return handle


def _state_inputs(draw: Draw, graph: SubgraphSpec, shape: Shape, quantised: dict[str, Any]) -> None:
    graph.inputs = [
        graph.tensor("count", [1], "int32"),
        graph.tensor("state", shape, draw.form, **quantised),
    ]


def _sum(
    draw: Draw, graph: SubgraphSpec, left: int, right: int | None, shape: Shape, quantised: dict[str, Any]
) -> int:
    """`left` and `right`, or a constant, added."""
    if right is None:
        value = usual(draw.rng, shape, draw.form, 0)
        right = graph.tensor("constant", shape, draw.form, value, **quantised)
    result = graph.tensor("sum", shape, draw.form, **quantised)
    options: dict[str, Any] = {"PotScaleInt16": False} if draw.form == "int16" else {}
    graph.operator("ADD", [left, right], [result], **options)
    return result
