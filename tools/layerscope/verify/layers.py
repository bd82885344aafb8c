# SPDX-License-Identifier: Apache-2.0
"""Judges the tensors of a run, from this machine or from a board, against the oracle's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from layerscope.errors import LayerscopeError
from layerscope.models.model import Model, Operator
from layerscope.verify.inputs import NamedInput
from layerscope.verify.numerics import (
    END_TO_END_BOUND,
    FLOAT_LAYER_BOUND,
    HYBRID_LAYER_BOUND,
    Expected,
    compare,
)
from layerscope.verify.oracle import Oracle, oracle_for
from layerscope.verify.report import LayerCheck, Verification
from layerscope.verify.single import can_be_alone, single_operator

Array = npt.NDArray[Any]
FOLDED = "folded_float16"  # the runtime's name for a DEQUANTIZE whose consumers read the float16 constant


def is_hybrid(model: Model, operator: Operator) -> bool:
    """float32 activations and int8 weights."""
    tensors = model.main.tensors
    kinds = [tensors[index].type for index in operator.inputs[:2] if index >= 0]
    return kinds == ["float32", "int8"]


def computes_float(model: Model, operator: Operator, position: int = 0) -> bool:
    kind = model.main.tensors[operator.outputs[position]].type
    return kind == "float32" and operator.name != "DEQUANTIZE"


class Judge:
    """Adds a run's layers to a verification. One judge serves all inputs of a model."""

    def __init__(self, model: Model, verification: Verification) -> None:
        self._model = model
        self._verification = verification
        self._hybrid = any(is_hybrid(model, operator) for operator in model.main.operators)
        self._single: dict[int, tuple[Oracle, tuple[int, ...]]] = {}

    def add(
        self,
        named: NamedInput,
        found: Callable[[int], Array | None],
        expected: dict[int, Expected],
        kernels: list[str],
    ) -> None:
        """`found` gives a tensor of the run by index, or None when the run has no such tensor.

        `kernels` names each operator's: one that was folded away has no tensor, any other must have.
        """
        given = dict(zip(self._model.main.inputs, named.values, strict=True))
        for operator in self._model.main.operators:
            for position, index in enumerate(operator.outputs):
                if index not in expected:
                    continue  # a variable's name, which has no values
                if kernels[operator.index] == FOLDED:
                    reason = "float16 constants are read inside the kernels"
                    skipped = self._verification.skipped
                    skipped[reason] = skipped.get(reason, 0) + 1
                    continue
                tensor = found(index)
                if tensor is None:
                    raise LayerscopeError(
                        f"{self._model.name}: the run kept no output of layer {operator.index} "
                        f"{operator.name}; build its image again, or reset the board"
                    )
                kernel = kernels[operator.index]
                check = self._check(named, operator, position, tensor, expected[index], kernel, found, given)
                self._verification.checks.append(check)

    def _check(
        self,
        named: NamedInput,
        operator: Operator,
        position: int,
        tensor: Array,
        expected: Expected,
        kernel: str,
        found: Callable[[int], Array | None],
        given: dict[int, Array],
    ) -> LayerCheck:
        op = operator.custom_code or operator.name
        chained = compare(tensor, expected)
        if not computes_float(self._model, operator, position):
            return LayerCheck(operator.index, op, kernel, named.name, chained, 0.0)
        # A value on the edge between two quantised ones may fall to either side for one rounding earlier in
        # the network: a whole hybrid run has no bound, each of its layers has.
        if not can_be_alone(self._model, operator):
            return LayerCheck(operator.index, op, kernel, named.name, chained, END_TO_END_BOUND)
        chained_bound = None if self._hybrid else END_TO_END_BOUND
        bound = HYBRID_LAYER_BOUND if is_hybrid(self._model, operator) else FLOAT_LAYER_BOUND
        alone = (
            chained if chained.exact else compare(tensor, self._ask_alone(operator, position, found, given))
        )
        return LayerCheck(operator.index, op, kernel, named.name, chained, chained_bound, alone, bound)

    def _ask_alone(
        self,
        operator: Operator,
        position: int,
        found: Callable[[int], Array | None],
        given: dict[int, Array],
    ) -> Array:
        """The oracle's output number `position` for this operator, fed what the run fed it."""
        if operator.index not in self._single:
            cut, fed = single_operator(self._model, operator)
            self._single[operator.index] = (oracle_for(cut), fed)
        oracle, fed = self._single[operator.index]
        values = []
        for index in fed:
            value = given[index] if index in given else found(index)
            assert value is not None, f"tensor {index} of layer {operator.index} was not kept"
            values.append(np.ascontiguousarray(value).reshape(self._model.main.tensors[index].shape))
        return list(oracle.run(values).values())[position]
