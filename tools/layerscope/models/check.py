# SPDX-License-Identifier: Apache-2.0
"""Everything a model must satisfy before an image is built from it."""

from __future__ import annotations

from layerscope.models.custom_operators import CustomOperators
from layerscope.models.errors import ModelError
from layerscope.models.model import Model, Subgraph
from layerscope.models.operators import check_operators
from layerscope.models.quantisation import check_quantisation
from layerscope.models.shapes import check_shapes
from layerscope.models.subgraphs import check_calls, used_subgraphs
from layerscope.models.variables import variable_bytes

_TAKE_RESOURCES = ("VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE", "IF", "WHILE")


def check_model(model: Model, custom: CustomOperators | None = None) -> None:
    """Raises ModelError on the first thing that would keep the model from running.

    Custom operators are the user's to check.
    """
    check_calls(model)
    check_operators(model, custom)
    check_shapes(model)
    check_quantisation(model)
    for graph in used_subgraphs(model).values():
        check_order(model, graph)
    variable_bytes(model)
    if not model.main.inputs or not model.main.outputs:
        raise _fail(model, "there is no input or no output")
    if any(model.main.tensors[i].type == "resource" for i in (*model.main.inputs, *model.main.outputs)):
        raise _fail(model, "there is a resource for an input or output")


def check_order(model: Model, graph: Subgraph) -> None:
    """Every tensor is written once, before it is read; a resource is for variables and control flow alone."""
    written = {tensor.index for tensor in graph.tensors if tensor.is_constant or tensor.is_variable}
    for index in graph.inputs:
        if index in written:
            raise _fail(model, f"input tensor {index} is a constant or listed twice")
        written.add(index)
    for operator in graph.operators:
        where = f"layer {operator.index}: {operator.name}"
        for index in operator.inputs:
            if index >= 0 and index not in written:
                raise _fail(model, f"{where} reads tensor {index}, which nothing has written")
        operands = [graph.tensors[index] for index in (*operator.inputs, *operator.outputs) if index >= 0]
        if operator.name not in _TAKE_RESOURCES and any(tensor.type == "resource" for tensor in operands):
            raise _fail(model, f"{where} has a resource, which only variables and control flow do")
        for index in operator.outputs:
            if index in written:
                raise _fail(model, f"{where} writes tensor {index}, which is an input, a constant or written")
            written.add(index)
    for index in graph.outputs:
        if index not in written:
            raise _fail(model, f"output tensor {index} is written by no operator")


def _fail(model: Model, what: str) -> ModelError:
    return ModelError(
        f"{model.name}: {what}; the model is damaged or was converted wrongly: convert it again"
    )
