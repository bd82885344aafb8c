# SPDX-License-Identifier: Apache-2.0
"""Which subgraphs a model's operators run, and when: what the memory plan of several subgraphs rests on.

Mirrors lib/tflite_micro's subgraph_calls. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass

from layerscope.models.errors import ModelError
from layerscope.models.model import Model, Operator, Subgraph

MAX_SUBGRAPHS = 256
MAX_DEPTH = 16
_MAX_STEPS = 1 << 28

_CALLS = {
    "IF": ("then_subgraph_index", "else_subgraph_index"),
    "WHILE": ("cond_subgraph_index", "body_subgraph_index"),
    "CALL_ONCE": ("init_subgraph_index",),
}


@dataclass(frozen=True)
class Span:
    """When a subgraph runs, in steps that count through the model as it is executed."""

    steps: int
    first: int
    """Of its operator 0. A subgraph that is called more than once has a first and a last beginning."""
    last: int


@dataclass(frozen=True)
class Steps:
    """The steps of one operator, counted in its subgraph."""

    begin: int
    inputs_end: int
    """Its inputs are read until here."""
    outputs_begin: int
    """And its outputs written from here."""
    end: int


def calls_of(operator: Operator) -> tuple[int, ...]:
    """The subgraphs that the operator runs, in the order in which it does."""
    fields = operator.fields or {}
    return tuple(fields.get(name, 0) for name in _CALLS.get(operator.name, ()))


def check_calls(model: Model) -> None:
    """Raises ModelError when calls lead to subgraphs that do not exist, or in a circle."""
    count = len(model.subgraphs)
    if count > MAX_SUBGRAPHS:
        raise ModelError(f"{model.name}: {count} subgraphs, the runtime executes {MAX_SUBGRAPHS} at most")
    for number, graph in enumerate(model.subgraphs):
        for operator in graph.operators:
            for called in calls_of(operator):
                if not 0 < called < count:
                    raise ModelError(
                        f"{model.name}: subgraph {number}, layer {operator.index}: {operator.name} runs "
                        f"subgraph {called}, which it cannot: there are {count}; convert the model again"
                    )
    depth = [0] * count
    grown = True
    while grown:
        grown = False
        for number, graph in enumerate(model.subgraphs):
            below = [depth[called] + 1 for operator in graph.operators for called in calls_of(operator)]
            if max(below, default=0) > depth[number]:
                depth[number] = max(below)
                grown = True
        if max(depth) > MAX_DEPTH:
            raise ModelError(
                f"{model.name}: subgraph {depth.index(max(depth))} runs itself by way of others, or more "
                f"than {MAX_DEPTH} levels of them; convert the model again"
            )
    spans_of(model)


def spans_of(model: Model) -> dict[int, Span]:
    """By number of the subgraph, without those that nothing calls, of a model whose calls are in order."""
    steps: dict[int, int] = {}

    def count(number: int) -> int:
        if number not in steps:
            steps[number] = sum(
                1 + sum(count(called) + 1 for called in calls_of(operator))
                for operator in model.subgraphs[number].operators
            )
        if steps[number] > _MAX_STEPS:
            raise ModelError(
                f"{model.name}: subgraph {number} runs others too often; convert the model again"
            )
        return steps[number]

    spans = {0: Span(count(0), 0, 0)}
    changed = True
    while changed:
        changed = False
        for number, span in sorted(spans.items()):
            step = 0
            for operator in model.subgraphs[number].operators:
                step += 1
                for called in calls_of(operator):
                    first, last = span.first + step, span.last + step
                    known = spans.get(called, Span(count(called), first, last))
                    found = Span(known.steps, min(known.first, first), max(known.last, last))
                    changed = changed or spans.get(called) != found
                    spans[called] = found
                    step += count(called) + 1
    return spans


def used_subgraphs(model: Model) -> dict[int, Subgraph]:
    """The main subgraph, and those that operators lead to from there, by number: others take no memory."""
    return {number: model.subgraphs[number] for number in sorted(spans_of(model))}


def steps_of(graph: Subgraph, spans: dict[int, Span]) -> list[Steps]:
    """One entry an operator."""
    found = []
    begin = 0
    for operator in graph.operators:
        inputs_end = outputs_begin = end = begin
        repeats = operator.name == "WHILE"
        for position, called in enumerate(calls_of(operator)):
            # A loop keeps its state in the outputs from the beginning on.
            inputs_end = inputs_end if repeats else end
            end += 1 + spans[called].steps
            if not repeats and position == 0:
                outputs_begin = end
        found.append(Steps(begin, inputs_end, outputs_begin, end))
        begin = end + 1
    return found
