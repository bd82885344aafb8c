# SPDX-License-Identifier: Apache-2.0
"""SVDF and UNIDIRECTIONAL_SEQUENCE_LSTM over several inferences: what they remember, Reset(), refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from exactness import OperatorCase, check_case
from layerscope.host_runtime import HostRuntime, HostRuntimeError
from layerscope.models.check import check_model
from layerscope.models.errors import ModelError
from layerscope.models.reader import read_model
from layerscope.verify.cases import make_case
from layerscope.verify.generate import ModelSpec

INFERENCES = 5
STEPS, FEATURES, UNITS = 4, 6, 5
_TANH = 4
FORMS = [
    ("SVDF", "float32"),
    ("SVDF", "int8"),
    ("SVDF", "int8 int16"),
    ("UNIDIRECTIONAL_SEQUENCE_LSTM", "float32"),
    ("UNIDIRECTIONAL_SEQUENCE_LSTM", "int8"),
    ("UNIDIRECTIONAL_SEQUENCE_LSTM", "int16"),
]


def _random(type: str, shape: tuple[int, ...], seed: int) -> np.ndarray[Any, Any]:
    rng = np.random.default_rng(seed)
    if type == "float32":
        return rng.normal(size=shape).astype(np.float32)
    ends = np.iinfo(type)
    return rng.integers(ends.min, ends.max + 1, shape).astype(type)


def lstm(
    type: str,
    cell_scale: float = 2.0**-11,
    hidden_scale: float = 1.3,
    cell_clip: float = 0.0,
    batches: int = 2,
    variable: bool = True,
    bias_type: str = "",
    without: int = -1,
    extra: int = -1,
    units: int = UNITS,
    activation: int = _TANH,
) -> bytes:
    """`hidden_scale` in units of what spans -1 to 1."""
    spec, rng = ModelSpec(), np.random.default_rng(7)
    real = type == "float32"

    def quantised(scale: float, zero_point: int = 0) -> dict[str, Any]:
        return {} if real else {"scale": [scale], "zero_point": [0 if type == "int16" else zero_point]}

    def weights(name: str, shape: tuple[int, ...]) -> int:
        kind, values = (
            ("float32", rng.normal(size=shape)) if real else ("int8", rng.integers(-127, 128, shape))
        )
        return spec.tensor(name, shape, kind, values, **quantised(float(rng.uniform(0.003, 0.03))))

    hidden = {"int8": hidden_scale / 128, "int16": hidden_scale / 32768}.get(type, 1.0)
    source = spec.tensor("x", (batches, STEPS, FEATURES), type, **quantised(2.5 * hidden, 9))
    inputs = [source, *(weights(f"w{i}", (UNITS, FEATURES)) for i in range(4))]
    inputs += [weights(f"r{i}", (UNITS, UNITS)) for i in range(4)] + [-1] * 3
    kind = bias_type or {"int8": "int32", "int16": "int64"}.get(type, type)
    biases = rng.integers(-3000, 3000, (4, UNITS)) * (1e-3 if real else 1)
    inputs += [spec.tensor(f"b{i}", (UNITS,), kind, values) for i, values in enumerate(biases)] + [-1] * 2
    state = {"is_variable": variable}
    inputs.append(spec.tensor("h", (batches, UNITS), type, **quantised(hidden, 3), **state))
    cell = "float32" if real else "int16"
    inputs.append(
        spec.tensor("c", (batches, UNITS), cell, **({} if real else quantised(cell_scale)), **state)
    )
    inputs += [-1] * 4
    if without >= 0:
        inputs[without] = -1
    if extra >= 0:
        inputs[extra] = inputs[12]
    target = spec.tensor("y", (batches, STEPS, units), type, **quantised(hidden, 3))
    spec.operator(
        "UNIDIRECTIONAL_SEQUENCE_LSTM",
        inputs,
        [target],
        FusedActivationFunction=activation,
        CellClip=cell_clip,
    )
    spec.inputs = [source] if variable else [source, inputs[18], inputs[19]]
    spec.outputs = [target]
    return spec.build()


@pytest.mark.parametrize("cell_clip", [0.0, 0.3, 2.7, 100.0])
@pytest.mark.parametrize(
    ("type", "cell_scale"),
    [("float32", 1.0), *((type, 2.0**-power) for type in ("int8", "int16") for power in (6, 11, 12, 15, 16))],
)
def test_an_lstm_gives_what_the_oracle_gives_over_several_inferences(
    type: str, cell_scale: float, cell_clip: float
) -> None:
    shape = (2, STEPS, FEATURES)
    values = tuple((_random(type, shape, i),) for i in range(INFERENCES))
    model = lstm(type, cell_scale, cell_clip=cell_clip)
    assert "lstm" in check_case(OperatorCase(f"{type} {cell_scale} {cell_clip}", model, values))


@pytest.mark.parametrize(("op", "form"), FORMS)
def test_reset_lets_a_layer_forget(op: str, form: str) -> None:
    drawn = make_case(op, form, 3)
    inputs = read_model(drawn.model).main.inputs
    assert len(inputs) == 1
    given = _random(str(drawn.inputs[0][0].dtype), drawn.inputs[0][0].shape, 5)

    def outputs(runtime: HostRuntime) -> list[bytes]:
        found = []
        for _ in range(3):
            runtime.set_input(given)
            runtime.invoke()
            found.append(runtime.output().tobytes())
        return found

    with HostRuntime(drawn.model, False) as runtime:
        first = outputs(runtime)
        assert outputs(runtime) != first
        runtime.reset()
        assert outputs(runtime) == first


def svdf(
    state: tuple[int, ...] = (1, 8),
    time: tuple[int, ...] = (4, 2),
    rank: int = 2,
    variable: bool = True,
    activation: int = 0,
    state_type: str = "int16",
) -> bytes:
    spec, one = ModelSpec(), {"scale": [0.1], "zero_point": [0]}
    source = spec.tensor("x", (1, 3), "int8", **one)
    features = spec.tensor("f", (4, 3), "int8", np.ones((4, 3)), **one)
    times = spec.tensor("t", time, "int16", np.ones(time), **one)
    bias = spec.tensor("b", (2,), "int32", np.ones(2), scale=[0.01], zero_point=[0])
    kept = spec.tensor("s", state, state_type, is_variable=variable, **one)
    target = spec.tensor("y", (1, 2), "int8", **one)
    spec.operator(
        "SVDF", [source, features, times, bias, kept], [target], Rank=rank, FusedActivationFunction=activation
    )
    spec.inputs, spec.outputs = [source] if variable else [source, kept], [target]
    return spec.build()


REFUSED = {
    "svdf: a state of another size": (svdf(state=(1, 9)), "has a state, an output or a bias of another size"),
    "svdf: a rank that does not divide": (svdf(rank=3), "rank 3"),
    "svdf: no rank": (svdf(rank=0), "rank 0"),
    "svdf: other time weights": (svdf(time=(3, 2)), "3 over 2 steps"),
    "svdf: a state that is no variable": (svdf(variable=False), "needs a variable tensor"),
    "svdf: tanh": (svdf(activation=_TANH), "fused activation"),
    "svdf: a state of another type": (svdf(state_type="int8"), "time weights INT16, state INT8"),
    "lstm: states that are no variables": (lstm("int8", variable=False), "variable tensors"),
    "lstm: a bias of another type": (lstm("int16", bias_type="int32"), "input 12 that is not INT64"),
    "lstm: no input gate": (lstm("float32", without=1), "lacks input 1; all four gates are needed"),
    "lstm: a peephole": (lstm("float32", extra=9), "has input 9"),
    "lstm: layer normalisation": (lstm("float32", extra=22), "has input 22"),
    "lstm: another output": (lstm("float32", units=UNITS + 1), "output 0 that is not FLOAT32 of shape 2x4x5"),
    "lstm: relu": (lstm("int8", activation=1), "activation tanh"),
    "lstm: a cell of another scale": (lstm("int8", cell_scale=0.0003), "power of two"),
}
ONLY_THE_RUNTIME = ("lstm: a cell of another scale",)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_the_runtime_and_the_build_refuse(name: str) -> None:
    model, sentence = REFUSED[name]
    with pytest.raises(HostRuntimeError) as refusal:
        HostRuntime(model, False)
    assert sentence in str(refusal.value)
    if name not in ONLY_THE_RUNTIME:
        with pytest.raises(ModelError):
            check_model(read_model(model))
