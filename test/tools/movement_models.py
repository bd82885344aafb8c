# SPDX-License-Identifier: Apache-2.0
"""A network of operators that move elements and reduce them: for what holds of them in a whole model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from layerscope.verify.generate import ModelSpec


class _Chain(ModelSpec):
    def step(self, op: str, shape: Sequence[int], *constants: Any, **options: Any) -> int:
        """`op` of the newest tensor, with int32 constants behind it."""
        operands = [len(self.tensors) - 1]
        for number, values in enumerate(constants):
            data = np.asarray(values, np.int32)
            name = f"constant{len(self.tensors)}_{number}"
            operands.append(self.tensor(name, data.shape, "int32", data))
        result = self.tensor(f"result{len(self.tensors)}", shape, "int8", scale=[0.1], zero_point=[-3])
        self.operator(op, operands, [result], **options)
        return result


def movement(height: int = 6) -> bytes:
    chain = _Chain()
    chain.inputs = [chain.tensor("input", [1, height, 5, 3], "int8", scale=[0.1], zero_point=[-3])]
    chain.step("PAD", [1, height + 2, 6, 3], [[0, 0], [1, 1], [0, 1], [0, 0]])
    chain.step("SPACE_TO_DEPTH", [1, height // 2 + 1, 3, 12], BlockSize=2)
    chain.step("TRANSPOSE", [1, 12, 3, height // 2 + 1], [0, 3, 2, 1])
    chain.step("SQUEEZE", [12, 3, height // 2 + 1], SqueezeDims=[0])
    chain.step("STRIDED_SLICE", [6, 3, height // 2 + 1], [0, 0, 0], [12, 3, 99], [2, 1, 1])
    chain.step("EXPAND_DIMS", [6, 1, 3, height // 2 + 1], [1])
    chain.step("MIRROR_PAD", [7, 1, 3, height // 2 + 1], [[1, 0], [0, 0], [0, 0], [0, 0]])
    rows = chain.step("SLICE", [4, 1, 3, height // 2 + 1], [2, 0, 0, 0], [4, -1, 3, -1])
    halves = []
    axis = chain.tensor("axis", [], "int32", np.asarray(0))
    for name in ("first", "second"):
        halves.append(chain.tensor(name, [2, 1, 3, height // 2 + 1], "int8", scale=[0.1], zero_point=[-3]))
    chain.operator("SPLIT", [axis, rows], halves, NumSplits=2)
    shape = [2, 1, 3, height + 2]
    joined = chain.tensor("joined", shape, "int8", scale=[0.1], zero_point=[-3])
    chain.operator("CONCATENATION", [halves[1], halves[0]], [joined], Axis=-1)
    chain.step("BROADCAST_TO", [2, 4, 3, height + 2], [2, 4, 3, height + 2])
    chain.step("MEAN", [2, 1, 1, height + 2], [1, 2], KeepDims=True)
    chain.outputs = [chain.step("REDUCE_MAX", [2], [-1, 1, 2])]
    return chain.build()
