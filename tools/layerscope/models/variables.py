# SPDX-License-Identifier: Apache-2.0
"""Variables, which outlive an inference: VAR_HANDLE names them, ASSIGN_VARIABLE gives them memory."""

from __future__ import annotations

from layerscope.models.errors import ModelError
from layerscope.models.model import Model
from layerscope.models.subgraphs import calls_of, used_subgraphs

Name = tuple[str, str]
"""Container and name."""


def variable_bytes(model: Model) -> dict[Name, int]:
    """Each variable of a checked model, with the bytes that it holds; 0 for one that nothing assigns.

    Operators are taken in the order in which the runtime prepares them. A resource tensor may be handed on to
    a subgraph.
    """
    names: dict[tuple[int, int], Name] = {}
    kinds: dict[Name, tuple[str, int]] = {}
    sizes: dict[Name, int] = {}
    for number, graph in used_subgraphs(model).items():
        for operator in graph.operators:
            if operator.name == "VAR_HANDLE":
                fields = operator.fields or {}
                name = (fields.get("container", ""), fields.get("shared_name", ""))
                names[number, operator.outputs[0]] = name
                sizes.setdefault(name, 0)
            elif operator.name in ("READ_VARIABLE", "ASSIGN_VARIABLE"):
                known = names.get((number, operator.inputs[0]))
                if known is None:
                    raise ModelError(
                        f"{model.name}: layer {operator.index}: {operator.name} needs a resource from a "
                        "VAR_HANDLE that is prepared before it; convert the model again"
                    )
                if operator.name == "ASSIGN_VARIABLE":
                    value = graph.tensors[operator.inputs[1]]
                    kind = kinds.setdefault(known, (value.type, value.bytes))
                    if kind != (value.type, value.bytes):
                        raise ModelError(
                            f"{model.name}: layer {operator.index}: {operator.name} assigns {value.bytes} "
                            f"bytes of {value.type} to the variable {known[1]}, which has {kind[1]} of "
                            f"{kind[0]}; convert the model again"
                        )
                    sizes[known] = value.bytes
            for called in calls_of(operator):
                skipped = 1 if operator.name == "IF" else 0
                targets = model.subgraphs[called].inputs
                for source, target in zip(operator.inputs[skipped:], targets, strict=False):
                    if (number, source) in names:
                        names[called, target] = names[number, source]
            if operator.name == "WHILE":
                for source, target in zip(operator.inputs, operator.outputs, strict=False):
                    if (number, source) in names:
                        names[number, target] = names[number, source]
    return sizes
