# SPDX-License-Identifier: Apache-2.0
"""Operators with a state of their own."""

from __future__ import annotations

from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.rule import Rule, types


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
    if state is None or not state.is_variable or state.is_constant:
        raise operands.fail("has a state that is no variable")
    operands.need_shape(state, (batches, memory * filters), "a state")
    operands.need_shape(operands.output, (batches, filters // rank), "an output")
    bias = operands.optional(3)
    expected = "float32" if source.type == "float32" else "int32"
    operands.need(
        bias is None or (bias.type == expected and bias.elements == filters // rank),
        f"has a bias that is not {filters // rank} of {expected}",
    )


# Numbers of the LSTM's inputs: after the input four weights for it and four for the former output, a gate
# each; three peepholes; four biases; the projection's weights and bias; the states; layer normalisation.
_WEIGHTS, _RECURRENT, _BIASES, _HIDDEN, _CELL = range(1, 5), range(5, 9), range(12, 16), 18, 19


def _lstm_types(activation: str, weights: str, bias: str, cell: str) -> str:
    sides = [activation, *[weights] * 8, *[activation] * 3, *[bias] * 4, weights, bias, activation, cell]
    return f"{', '.join(sides)} -> {activation}"


def _lstm(operands: Operands) -> None:
    fields = operands.operator.fields or {}
    source = operands.input(0)
    operands.need_rank(source, 3, "an input")
    states = [operands.optional(_HIDDEN), operands.optional(_CELL)]
    for state in states:
        if state is None or not state.is_variable or state.is_constant or len(state.shape) != 2:
            raise operands.fail("has a state that is no variable of two dimensions")
    first, second, features = source.shape
    batches = second if fields.get("time_major") else first
    units = (states[0].shape if states[0] else (0, 0))[1]
    wanted: dict[int, tuple[int, ...]] = {position: (units, features) for position in _WEIGHTS}
    wanted |= {position: (units, units) for position in _RECURRENT}
    wanted |= {position: (units,) for position in _BIASES}
    wanted |= {_HIDDEN: (batches, units), _CELL: (batches, units)}
    for position in range(1, len(operands.operator.inputs)):
        tensor = operands.optional(position)
        operands.need(
            (tensor is None) == (position not in wanted),
            f"has or lacks input {position}: peepholes, projection and layer normalisation are not in this "
            "runtime, and all four gates are needed",
        )
        if tensor is not None:
            operands.need_shape(tensor, wanted[position], f"input {position}")
    operands.need_shape(operands.output, (first, second, units), "an output")


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
        "AddUnidirectionalSequenceLSTM",
        types(
            _lstm_types("float32", "float32", "float32", "float32"),
            _lstm_types("int8", "int8", "int32", "int16"),
            _lstm_types("int16", "int8", "int64", "int16"),
        ),
        inputs=9,
        check=_lstm,
        op_data_bytes=112,
        activations=("tanh",),
    ),
}
