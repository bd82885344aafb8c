# SPDX-License-Identifier: Apache-2.0
"""Operators that move elements refuse, with a sentence, what would lead beyond their tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from exactness import Operand, one_operator
from layerscope.host_runtime import HostRuntime, HostRuntimeError
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.reader import read_model


def numbers(*values: int, shape: tuple[int, ...] | None = None) -> Operand:
    return Operand(shape or (len(values),), "int32", data=values)


def bytes_(*shape: int, scale: float = 0.1) -> Operand:
    return Operand(shape, "int8", scale)


def model(op: str, inputs: list[Operand], *outputs: Operand, **options: Any) -> bytes:
    return one_operator(op, inputs, outputs, **options)


CASES = [
    (model("TRANSPOSE", [bytes_(2, 3), numbers(0, 0)], bytes_(2, 2)), "axis 0 twice"),
    (model("TRANSPOSE", [bytes_(2, 3), numbers(1, 2)], bytes_(3, 2)), "axis 2 of a tensor of rank 2"),
    (model("TRANSPOSE", [bytes_(2, 3), numbers(1, 0)], bytes_(2, 3)), "of another shape"),
    (model("TRANSPOSE", [bytes_(2, 3), numbers(1)], bytes_(3, 2)), "order of 1 axes"),
    (model("SLICE", [bytes_(9), numbers(5), numbers(5)], bytes_(5)), "begins at 5 of 9 elements"),
    (model("SLICE", [bytes_(9), numbers(-1), numbers(3)], bytes_(3)), "begins at -1 of 9 elements"),
    (model("SLICE", [bytes_(9), numbers(0), numbers(4)], bytes_(3)), "of another shape"),
    (
        model("STRIDED_SLICE", [bytes_(9), numbers(0), numbers(9), numbers(0)], bytes_(9)),
        "a stride of 0 along axis 0",
    ),
    (
        model("STRIDED_SLICE", [bytes_(9), numbers(9), numbers(9), numbers(1)], bytes_(), ShrinkAxisMask=1),
        "takes element 9 of 9",
    ),
    (
        model("STRIDED_SLICE", [bytes_(9), numbers(0), numbers(9), numbers(2)], bytes_(9)),
        "of another shape",
    ),
    (
        model("STRIDED_SLICE", [bytes_(9), numbers(0), numbers(9), numbers(1)], bytes_(9), EllipsisMask=1),
        "an ellipsis or a new axis",
    ),
    (model("PAD", [bytes_(4), numbers(-1, 3, shape=(1, 2))], bytes_(6)), "by -1 and 3"),
    (model("PAD", [bytes_(4), numbers(1, 1, shape=(1, 2))], bytes_(7)), "makes no output of 7"),
    (model("PADV2", [bytes_(4), numbers(1, 1, shape=(1, 2)), bytes_(2)], bytes_(6)), "one element"),
    (model("MIRROR_PAD", [bytes_(4), numbers(4, 0, shape=(1, 2))], bytes_(8)), "3 elements can be mirrored"),
    (model("GATHER", [bytes_(4), numbers(1, 4)], bytes_(2)), "element 4 of 4"),
    (model("GATHER", [bytes_(4), numbers(1, 2)], bytes_(2), Axis=1), "axis 1 of a tensor of rank 1"),
    (model("GATHER", [bytes_(4), numbers(1, 2)], bytes_(3)), "of another shape"),
    (model("GATHER", [bytes_(4), numbers(1, 2)], bytes_(2), BatchDims=1), "1 batch dimensions"),
    (model("GATHER_ND", [bytes_(4, 2), numbers(1, 4, shape=(2, 1))], bytes_(2, 2)), "element 4 of 4"),
    (model("GATHER_ND", [bytes_(4, 2), numbers(0, -1, shape=(1, 2))], bytes_(1)), "element -1 of 2"),
    (
        model("GATHER_ND", [bytes_(4), numbers(1, 2, shape=(1, 2))], bytes_(1)),
        "along 2 axes of a tensor of rank 1",
    ),
    (model("GATHER_ND", [bytes_(4, 2), numbers(1, 2, shape=(2, 1))], bytes_(2)), "of another shape"),
    (model("BROADCAST_ARGS", [numbers(2, 3), numbers(4)], Operand((2,), "int32")), "extents 3 and 4"),
    (model("BROADCAST_ARGS", [numbers(2, 3), numbers(3)], Operand((3,), "int32")), "of another shape"),
    (
        model("CUMSUM", [Operand((4,), "int8", 0.1, 3), numbers(0)], bytes_(4)),
        "an INT8 input of zero point 3",
    ),
    (model("CUMSUM", [bytes_(4), numbers(0, 0)], bytes_(4)), "needs one axis"),
    (model("CUMSUM", [bytes_(4), numbers(1)], bytes_(4)), "axis 1 of a tensor of rank 1"),
    (model("CUMSUM", [bytes_(4), numbers(0)], bytes_(5)), "of another shape"),
    (model("CONCATENATION", [bytes_(1, 4), bytes_(1, 5)], bytes_(1, 8), Axis=1), "do not add up to 8"),
    (model("CONCATENATION", [bytes_(1, 4), bytes_(2, 5)], bytes_(1, 9), Axis=1), "does not fit the whole"),
    (model("CONCATENATION", [bytes_(1, 4)], bytes_(1, 4), Axis=2), "axis 2 of a tensor of rank 2"),
    (
        model("CONCATENATION", [bytes_(4, scale=0.2), bytes_(4)], bytes_(8)),
        "input 0 of another scale or zero point",
    ),
    (model("PACK", [bytes_(4), bytes_(4)], bytes_(3, 4), ValuesCount=2), "do not add up to 3"),
    (model("PACK", [bytes_(4), bytes_(4)], bytes_(2, 4), ValuesCount=3), "of 3 values has 2 inputs"),
    (model("UNPACK", [bytes_(2, 4)], bytes_(4), Num=1), "do not add up to 2"),
    (model("SPLIT", [numbers(0), bytes_(4)], bytes_(2), bytes_(3), NumSplits=2), "of different shapes"),
    (model("SPLIT", [numbers(0), bytes_(4)], bytes_(3), bytes_(3), NumSplits=2), "do not add up to 4"),
    (
        model("SPLIT_V", [bytes_(4), numbers(1, 3), numbers(0)], bytes_(3), bytes_(1), NumSplits=2),
        "output 0 of 3 elements along its axis; its size is 1",
    ),
    (model("SPACE_TO_DEPTH", [bytes_(1, 4, 4, 1)], bytes_(1, 2, 2, 4)), "a block of 0"),
    (model("SPACE_TO_DEPTH", [bytes_(1, 5, 4, 1)], bytes_(1, 2, 2, 4), BlockSize=2), "of another shape"),
    (model("DEPTH_TO_SPACE", [bytes_(1, 2, 4)], bytes_(1, 4, 4), BlockSize=2), "of rank 4"),
    (
        model("SPACE_TO_BATCH_ND", [bytes_(1, 4, 1), numbers(0), numbers(0, 0)], bytes_(2, 2, 1)),
        "a block of 0",
    ),
    (
        model("SPACE_TO_BATCH_ND", [bytes_(1, 4, 1), numbers(2), numbers(-1, 1)], bytes_(2, 2, 1)),
        "edges of -1 and 1",
    ),
    (
        model("BATCH_TO_SPACE_ND", [bytes_(3, 2, 1), numbers(2), numbers(0, 0)], bytes_(1, 4, 1)),
        "of another shape",
    ),
    (model("BROADCAST_TO", [bytes_(3), numbers(2, 4)], bytes_(2, 4)), "of extent 3 to 4 along axis 1"),
    (model("BROADCAST_TO", [bytes_(1), numbers(2, 4)], bytes_(2, 5)), "of another shape"),
    (model("FILL", [numbers(3), bytes_(2)], bytes_(3)), "one element"),
    (model("FILL", [numbers(3), bytes_(1)], bytes_(4)), "of another shape"),
    (model("SHAPE", [bytes_(3, 3)], Operand((3,), "int32")), "of another shape"),
    (model("SQUEEZE", [bytes_(1, 4)], bytes_(3)), "from 4 bytes of INT8 to 3 bytes"),
    (model("EXPAND_DIMS", [bytes_(4), numbers(0)], Operand((1, 4), "int16", 0.1)), "to 8 bytes of INT16"),
]


@pytest.mark.parametrize(("damaged", "sentence"), CASES, ids=[sentence for _, sentence in CASES])
def test_a_kernel_refuses(damaged: bytes, sentence: str) -> None:
    with pytest.raises(HostRuntimeError, match=sentence):
        HostRuntime(damaged, False).close()
    with pytest.raises(ModelError):
        check_model(read_model(damaged))


def test_positions_that_the_model_is_fed_are_checked_when_it_runs() -> None:
    gather = model("GATHER", [bytes_(4), Operand((2,), "int32")], bytes_(2))
    with HostRuntime(gather, False) as runtime:
        runtime.set_input(np.array([0, 4], np.int32), 1)
        with pytest.raises(HostRuntimeError, match="element 4 of 4"):
            runtime.invoke()
