# SPDX-License-Identifier: Apache-2.0
"""Which registration an operator of a model needs: of one form alone, or of all.

An image that registers one form of an operator, `Register_CONV_2D_INT8()`, holds no code of the others. The
plain `Register_CONV_2D()` has them all. Standard library only: it runs inside PlatformIO's Python as well.
"""

from __future__ import annotations

from layerscope.models.arena import folded_outputs
from layerscope.models.model import Model, Operator, Subgraph
from layerscope.models.operators import is_weighted
from layerscope.models.subgraphs import used_subgraphs

# By input and weights. Weights are float16 when the kernel reads them as float16.
_WEIGHTED = {
    ("float32", "float32"): "FLOAT32",
    ("float32", "float16"): "FLOAT16",
    ("float32", "int8"): "HYBRID",
    ("int8", "int8"): "INT8",
    ("int8", "int4"): "INT4",
    ("int16", "int8"): "INT16",
}
# By input and output.
_POOL = {("float32", "float32"): "FLOAT32", ("int8", "int8"): "INT8", ("int16", "int16"): "INT16"}
_SOFTMAX = _POOL | {("int8", "int16"): "INT8_INT16"}

FORMS: dict[str, dict[tuple[str, str], str]] = {
    "AVERAGE_POOL_2D": _POOL,
    "CONV_2D": _WEIGHTED,
    "DEPTHWISE_CONV_2D": _WEIGHTED,
    "FULLY_CONNECTED": _WEIGHTED,
    "MAX_POOL_2D": _POOL,
    "SOFTMAX": _SOFTMAX,
}
"""Operators with registrations of one form: (input, weights or output) to the suffix of its name."""


def registration(model: Model, name: str) -> str | None:
    """The registration function of one form that all operators called `name` have; None for the plain one."""
    forms = FORMS.get(name)
    if forms is None:
        return None
    types = {
        _types(graph, op, folded_outputs(graph))
        for graph in used_subgraphs(model).values()
        for op in graph.operators
        if op.name == name
    }
    suffix = forms.get(types.pop()) if len(types) == 1 else None
    if (name, suffix) == ("CONV_2D", "INT8") and any(map(_has_groups, used_subgraphs(model).values())):
        suffix = "INT8_GROUPED"
    return None if suffix is None else f"Register_{name}_{suffix}"


def _types(graph: Subgraph, op: Operator, half: frozenset[int]) -> tuple[str, str]:
    source = graph.tensors[op.inputs[0]].type
    if not is_weighted(op):
        return source, graph.tensors[op.outputs[0]].type
    return source, "float16" if op.inputs[1] in half else graph.tensors[op.inputs[1]].type


def _has_groups(graph: Subgraph) -> bool:
    convolutions = (op for op in graph.operators if op.name == "CONV_2D")
    return any(
        graph.tensors[op.inputs[0]].shape[3] != graph.tensors[op.inputs[1]].shape[3] for op in convolutions
    )
