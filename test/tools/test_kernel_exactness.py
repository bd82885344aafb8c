# SPDX-License-Identifier: Apache-2.0
"""Every kernel, in every form, against the oracles: several hundred single-operator models, on this machine.

int8 against TensorFlow Lite Micro (Python package tflite-micro), the rest against LiteRT's BUILTIN_REF.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from exactness_cases import FORMS, Case, cases
from layerscope.host_runtime import HostRuntime
from layerscope.models.model import Model
from layerscope.models.reader import read_model
from layerscope.verify.generate import ModelSpec
from layerscope.verify.numerics import FLOAT_LAYER_BOUND, HYBRID_LAYER_BOUND, compare
from layerscope.verify.oracle import LiteRtOracle, OracleError, oracle_for

KERNELS = Path(__file__).resolve().parents[2] / "lib/tflite_micro/src/tensorflow/lite/micro/kernels"
BOUNDS = {
    "int8": 0.0,
    "hybrid": HYBRID_LAYER_BOUND,
    "float32": FLOAT_LAYER_BOUND,
    "float16": FLOAT_LAYER_BOUND,
}
FAST = pytest.param(
    True,
    id="cmsis_nn",
    marks=pytest.mark.skipif(not list(KERNELS.glob("cmsis_nn/*.cc")), reason="no fast kernels in this tree"),
)
KERNEL_SETS = [pytest.param(False, id="reference"), FAST]


@cache
def _expected(case: Case) -> list[np.ndarray]:
    model = read_model(case.model)
    try:
        oracle = oracle_for(model)
    except OracleError as error:
        pytest.skip(str(error))
    return [oracle.run([value])[model.main.outputs[0]] for value in case.inputs]


def _check(case: Case, use_cmsis_nn: bool, bound: float) -> None:
    expected = _expected(case)
    with HostRuntime(case.model, use_cmsis_nn) as runtime:
        for position, (value, wanted) in enumerate(zip(case.inputs, expected, strict=True)):
            runtime.set_input(value)
            runtime.invoke()
            found = compare(runtime.output(), wanted)
            assert found.within(bound), (
                f"{runtime.nodes[-1].kernel}, input {position}: {found.differing} of {found.elements} "
                f"elements differ, by at most {found.max_error}"
            )


ALL = [pytest.param(form, case, id=case.name) for form in FORMS for case in cases(form)]


@pytest.mark.parametrize("use_cmsis_nn", KERNEL_SETS)
@pytest.mark.parametrize(("form", "case"), ALL)
def test_a_kernel_gives_what_the_oracle_gives(form: str, case: Case, use_cmsis_nn: bool) -> None:
    _check(case, use_cmsis_nn, BOUNDS[form])


def test_the_grid_asks_every_form_of_every_operator() -> None:
    kernels: set[str] = set()
    for form in FORMS:
        for case in cases(form):
            with HostRuntime(case.model, False) as runtime:
                kernels.update(node.kernel for node in runtime.nodes)
    weighted = {
        f"reference_{op}_{form}"
        for op in ("conv", "depthwise_conv", "fully_connected")
        for form in ("f32", "s8", "hybrid", "f16w")
    }
    others = {
        f"reference_{op}_{form}" for op in ("max_pool", "average_pool", "softmax") for form in ("f32", "s8")
    }
    conversions = {
        "reference_quantize_f32",
        "reference_requantize",
        "reference_dequantize",
        "reference_reshape",
    }
    assert kernels == weighted | others | conversions | {"folded_float16"}


def _identity(op: str, elements: int, asymmetric: bool) -> ModelSpec:
    """A hybrid layer whose output is its quantised input, scaled back."""
    spec = ModelSpec()
    if op == "FULLY_CONNECTED":
        source = spec.tensor("input", (1, elements), "float32")
        target = spec.tensor("output", (1, elements), "float32")
        weights = spec.tensor(
            "filter", (elements, elements), "int8", np.eye(elements), scale=[1.0], zero_point=[0]
        )
        spec.operator(op, [source, weights, -1], [target], AsymmetricQuantizeInputs=asymmetric)
    else:
        depthwise = op == "DEPTHWISE_CONV_2D"
        # Scales that differ make CONV_2D quantise asymmetrically; 2 is exact.
        scales = [1.0] * (elements - 1) + [2.0 if asymmetric else 1.0]
        source = spec.tensor("input", (1, 1, 1, elements), "float32")
        target = spec.tensor("output", (1, 1, 1, elements), "float32")
        shape = (1, 1, 1, elements) if depthwise else (elements, 1, 1, elements)
        values = np.ones(elements) if depthwise else np.eye(elements)
        axis = 3 if depthwise else 0
        weights = spec.tensor(
            "filter", shape, "int8", values, scale=scales, zero_point=[0] * elements, axis=axis
        )
        bias = spec.tensor("bias", (elements,), "float32", np.zeros(elements))
        steps = {"StrideH": 1, "StrideW": 1, "DilationHFactor": 1, "DilationWFactor": 1}
        depth = {"DepthMultiplier": 1} if depthwise else {}
        spec.operator(op, [source, weights, bias], [target], **steps, **depth)
    spec.inputs, spec.outputs = [source], [target]
    return spec


@pytest.mark.parametrize("use_cmsis_nn", KERNEL_SETS)
@pytest.mark.parametrize(
    ("op", "asymmetric"),
    [
        ("FULLY_CONNECTED", False),
        ("FULLY_CONNECTED", True),
        ("CONV_2D", False),
        ("CONV_2D", True),
        ("DEPTHWISE_CONV_2D", True),
    ],
)
@pytest.mark.parametrize("elements", [5, 64])
def test_activations_are_quantised_exactly_as_litert_does(
    op: str, asymmetric: bool, elements: int, use_cmsis_nn: bool
) -> None:
    model = _identity(op, elements, asymmetric).build()
    try:
        oracle = LiteRtOracle(read_model(model))
    except OracleError as error:
        pytest.skip(str(error))
    rng = np.random.default_rng(elements)
    with HostRuntime(model, use_cmsis_nn) as runtime:
        for trial in range(300):
            values = _hard_to_round(rng, elements, trial)
            wanted = oracle.run([values.reshape(read_model(model).main.tensors[0].shape)])
            runtime.set_input(values)
            runtime.invoke()
            np.testing.assert_array_equal(
                runtime.output(), wanted[runtime.outputs[0]], err_msg=f"input {values}"
            )


def _hard_to_round(rng: np.random.Generator, elements: int, trial: int) -> np.ndarray:
    """Values on the boundary between two quantised ones, in ranges whose zero point is on one too."""
    unit = np.float32(2.0 ** rng.integers(-8, 8))
    if trial % 3 == 0:
        # Only the ends on boundaries, and a step that is no power of two: rounding errors choose the zero
        # point. (The others keep off boundaries, where LiteRT's vector code and its scalar code disagree.)
        unit = np.float32(unit * rng.uniform(1, 2))
        below = rng.integers(1, 254) + 0.5
        values = rng.integers(int(-below), int(255 - below), elements) + rng.uniform(-0.4, 0.4, elements)
        values[0], values[-1] = -below, 255 - below
        return (values * unit).astype(np.float32)
    below = rng.integers(0, 255) + (0.5 if trial % 3 == 1 else 0)
    values = rng.integers(int(-2 * below), int(2 * (255 - below)) + 1, elements) / 2
    values[0], values[-1] = -below, 255 - below
    return (values * unit).astype(np.float32)


def _softmax(elements: int) -> bytes:
    spec = ModelSpec()
    source = spec.tensor("input", (1, elements), "int8", scale=[0.1], zero_point=[0])
    target = spec.tensor("output", (1, elements), "int8", scale=[1 / 256], zero_point=[-128])
    spec.operator("SOFTMAX", [source], [target], Beta=1.0)
    spec.inputs, spec.outputs = [source], [target]
    return spec.build()


@pytest.mark.parametrize("use_cmsis_nn", KERNEL_SETS)
def test_softmax_of_a_long_even_row_gives_every_element_nothing(use_cmsis_nn: bool) -> None:
    # 1/1000 is 0.256 of an output step. tflite-micro aborts here, so arithmetic is the oracle.
    with HostRuntime(_softmax(1000), use_cmsis_nn) as runtime:
        runtime.set_input(np.full((1, 1000), 3, np.int8))
        runtime.invoke()
        assert set(runtime.output().reshape(-1).tolist()) == {-128}


def test_reference_kernels_repeat_litert_to_the_last_bit_in_hybrid_layers() -> None:
    """Stronger than the stated bound: the order of the float operations is the oracle's as well."""
    for case in cases("hybrid"):
        _check(case, False, 0.0)


def test_models_read_alike_by_the_reader_and_the_builder() -> None:
    model: Model = read_model(_softmax(4))
    assert [operator.name for operator in model.main.operators] == ["SOFTMAX"]
    assert model.main.tensors[0].quantisation is not None
