# SPDX-License-Identifier: Apache-2.0
"""Operators with a state of their own."""

from __future__ import annotations

from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.rule import CLAMPING, Rule, types


def _svdf(operands: Operands) -> None:
    rank = (operands.operator.fields or {}).get("rank", 0)
    source, features, times = (operands.input(position) for position in (0, 1, 2))
    state = operands.optional(4)
    for tensor in (source, features, times):
        operands.need_rank(tensor, 2, "an input or weights")
    batches, filters, memory = source.shape[0], features.shape[0], times.shape[1]
    operands.need(
        rank > 0
        and filters % rank == 0
        and times.shape[0] == filters
        and features.shape[1] == source.shape[1],
        f"has weights of shapes {list(features.shape)} and {list(times.shape)} for rank {rank} and "
        f"an input of shape {list(source.shape)}",
    )
    if state is None or not state.is_variable:
        raise operands.fail("has a state that is no variable")
    operands.need_shape(state, (batches, memory * filters), "a state")
    operands.need_shape(operands.output, (batches, filters // rank), "an output")
    bias = operands.optional(3)
    expected = "float32" if source.type == "float32" else "int32"
    operands.need(
        bias is None or (bias.type == expected and bias.elements == filters // rank),
        f"has a bias that is not {filters // rank} of {expected}",
    )


RULES: dict[str, Rule] = {
    "SVDF": Rule(
        "AddSvdf",
        types(
            "float32, float32, float32, float32, float32 -> float32",
            "int8, int8, int8, int32, int8 -> int8",
            "int8, int8, int16, int32, int16 -> int8",
        ),
        inputs=3,
        check=_svdf,
        op_data_bytes=24,
    ),
    "UNIDIRECTIONAL_SEQUENCE_LSTM": Rule(
        "AddUnidirectionalSequenceLSTM", inputs=1, activations=(*CLAMPING, "tanh")
    ),
}
