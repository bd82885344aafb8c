# SPDX-License-Identifier: Apache-2.0
"""The tensors of one operator, with what shape checks ask of them."""

from __future__ import annotations

import struct

from layerscope.models.errors import ModelError
from layerscope.models.model import Model, Operator, Subgraph, Tensor


class Operands:
    def __init__(self, model: Model, graph: Subgraph, operator: Operator) -> None:
        self._model = model
        self._graph = graph
        self.operator = operator

    def input(self, position: int) -> Tensor:
        return self._graph.tensors[self.operator.inputs[position]]

    def optional(self, position: int) -> Tensor | None:
        """None for an input that is left out."""
        inputs = self.operator.inputs
        return self.input(position) if len(inputs) > position and inputs[position] >= 0 else None

    @property
    def inputs(self) -> list[Tensor]:
        """Without those left out."""
        return [self._graph.tensors[index] for index in self.operator.inputs if index >= 0]

    @property
    def output(self) -> Tensor:
        return self._graph.tensors[self.operator.outputs[0]]

    @property
    def outputs(self) -> list[Tensor]:
        return [self._graph.tensors[index] for index in self.operator.outputs]

    def tensor(self, index: int) -> Tensor:
        return self._graph.tensors[index]

    def interface(self, subgraph: int) -> tuple[list[Tensor], list[Tensor]]:
        """Inputs and outputs of another subgraph of the model."""
        other = self._model.subgraphs[subgraph]
        return [other.tensors[i] for i in other.inputs], [other.tensors[i] for i in other.outputs]

    @property
    def bias(self) -> Tensor | None:
        return self.optional(2)

    def integers(self, position: int) -> tuple[int, ...] | None:
        """The numbers of a constant int32 or int64 input; None when it is no such constant."""
        tensor = self.optional(position)
        code = {"int32": "i", "int64": "q"}.get(tensor.type) if tensor else None
        if tensor is None or code is None or not tensor.is_constant:
            return None
        return struct.unpack_from(f"<{tensor.elements}{code}", self._model.constant(tensor))

    def fail(self, what: str) -> ModelError:
        where = f"{self._model.name}: layer {self.operator.index}: {self.operator.name}"
        return ModelError(f"{where} {what}; the model is damaged or was converted wrongly: convert it again")

    def need(self, condition: bool, what: str) -> None:
        if not condition:
            raise self.fail(what)

    def need_shape(self, tensor: Tensor, expected: tuple[int, ...], what: str) -> None:
        if tensor.shape != expected:
            raise self.fail(f"has {what} of shape {list(tensor.shape)}, expected {list(expected)}")

    def need_rank(self, tensor: Tensor, rank: int, what: str) -> None:
        self.need(
            len(tensor.shape) == rank,
            f"has {what} of shape {list(tensor.shape)}, expected {rank} dimensions",
        )

    def check_no_tensor_is_empty(self) -> None:
        for index in (*self.operator.inputs, *self.operator.outputs):
            shape = self._graph.tensors[index].shape if index >= 0 else ()
            self.need(0 not in shape, f"has the empty tensor {index} of shape {list(shape)}")
