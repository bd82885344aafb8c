# SPDX-License-Identifier: Apache-2.0
"""Draws one single-operator model: a seeded source of shapes, quantisation, options and values."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from layerscope.verify.cases.case import Case
from layerscope.verify.cases.values import TRIALS, Values, limits, usual
from layerscope.verify.generate import ModelSpec

Array = npt.NDArray[Any]
Shape = tuple[int, ...]
Item = TypeVar("Item")

ACTIVATIONS = (0, 1, 2, 3)
"""none, relu, relu_n1_to_1, relu6: what the runtime's operators can fuse."""
QUANTISED = ("int4", "int8", "uint8", "int16")
_MOST_ELEMENTS = 600
_EXTENTS = (1, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33)
_SCALES = (1 / 255, 0.1, 1.0, 2.0**-7, 0.0471, 7.3, 2.0**-12)


class Draw:
    """The same operator, form and number draw the same model on every machine."""

    def __init__(self, op: str, form: str, number: int) -> None:
        self.op, self.form, self.number = op, form, number
        self.rng = np.random.default_rng([zlib.crc32(f"{op} {form}".encode()), number])
        self.spec = ModelSpec()
        self._values: dict[int, Values] = {}

    # Choices

    def pick(self, items: Sequence[Item]) -> Item:
        return items[int(self.rng.integers(len(items)))]

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def integer(self, low: int, high: int) -> int:
        """From `low` to `high`, both included."""
        return int(self.rng.integers(low, high + 1))

    def activation(self) -> int:
        return self.pick(ACTIVATIONS)

    def shape(self, least_rank: int = 1, most_rank: int = 6, most_elements: int = _MOST_ELEMENTS) -> Shape:
        """Extents of 1 and odd ones are frequent."""
        rank = self.integer(least_rank, most_rank)
        extents = [self.pick(_EXTENTS) for _ in range(rank)]
        while int(np.prod(extents)) > most_elements:
            largest = int(np.argmax(extents))
            extents[largest] = max(1, extents[largest] // 2)
        return tuple(extents)

    def shape_like(self, shape: Shape) -> Shape:
        """A shape that broadcasts with `shape`: some extents 1, some leading ones left out."""
        kept = [1 if self.chance(0.3) else extent for extent in shape]
        return tuple(kept[self.integer(0, len(kept) - 1) if self.chance(0.3) else 0 :])

    def axis(self, rank: int) -> int:
        """A dimension, counted from the end as often as from the front."""
        return self.integer(-rank, rank - 1)

    def quantisation(self, type: str, *, most: float = float("inf")) -> dict[str, Any]:
        """Scale, `most` at the most, and zero point for `spec.tensor`; nothing for a type that has none."""
        if type not in QUANTISED:
            return {}
        scale = self.pick(_SCALES) if self.chance(0.5) else float(2.0 ** self.rng.uniform(-10, 1))
        scale = min(scale, most)
        low, high = limits(type)
        zero_point = self.pick((low, high, 0, self.integer(low, high)))
        if type in ("int16", "int4"):
            zero_point = 0  # TensorFlow Lite's quantisation asks for it
        return {"scale": [scale], "zero_point": [zero_point]}

    # Tensors and the operator

    def input(self, shape: Shape, type: str, values: Values = usual, **quantisation: Any) -> int:
        """A tensor that is fed. `values` says what it is fed."""
        index = self.spec.tensor(f"input{len(self.spec.inputs)}", shape, type, **quantisation)
        self.spec.inputs.append(index)
        self._values[index] = values
        return index

    def constant(self, data: Any, shape: Shape, type: str, **quantisation: Any) -> int:
        return self.spec.tensor(f"constant{len(self.spec.tensors)}", shape, type, data, **quantisation)

    def operand(
        self, shape: Shape, type: str, values: Values = usual, constant: float = 0.25, **quantisation: Any
    ) -> int:
        """An input, or with probability `constant` a constant of the same kind of values."""
        if self.spec.inputs and self.chance(constant):
            return self.constant(values(self.rng, shape, type, 0), shape, type, **quantisation)
        return self.input(shape, type, values, **quantisation)

    def output(self, shape: Shape, type: str, **quantisation: Any) -> int:
        index = self.spec.tensor(f"output{len(self.spec.outputs)}", shape, type, **quantisation)
        self.spec.outputs.append(index)
        return index

    def operator(self, inputs: Sequence[int], outputs: Sequence[int], **options: Any) -> None:
        self.spec.operator(self.op, inputs, outputs, **options)

    # What came of it

    def case(self) -> Case:
        tensors = self.spec.tensors
        fed = tuple(
            tuple(
                self._values[index](self.rng, tensors[index].shape, tensors[index].type, trial)
                for index in self.spec.inputs
            )
            for trial in range(TRIALS)
        )
        return Case(self.op, self.form, self.number, self.spec.build(), fed, self._summary())

    def _summary(self) -> str:
        operator = self.spec.operators[-1]

        def text(index: int) -> str:
            if index < 0:
                return "none"
            tensor = self.spec.tensors[index]
            kind = tensor.type if tensor.data is None else f"constant {tensor.type}"
            quantised = ""
            if len(tensor.scale):
                zero_point = tensor.zero_point[0] if len(tensor.zero_point) else 0
                channels = f" of {len(tensor.scale)}" if len(tensor.scale) > 1 else ""
                quantised = f" ({tensor.scale[0]:.6g}, {zero_point}{channels})"
            return f"{kind} {list(tensor.shape)}{quantised}"

        inputs = ", ".join(text(index) for index in operator.inputs)
        outputs = ", ".join(text(index) for index in operator.outputs)
        options = ", ".join(f"{name} {value}" for name, value in operator.options.items())
        return f"{inputs} -> {outputs}" + (f"; {options}" if options else "")
