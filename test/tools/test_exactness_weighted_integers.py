# SPDX-License-Identifier: Apache-2.0
"""CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED on int16 activations and on int4 weights, to the bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from exactness import OperatorCase, check_case
from layerscope.host_runtime import HostRuntime
from layerscope.models.arena import plan
from layerscope.models.check import check_model
from layerscope.models.reader import read_model
from layerscope.models.registrations import registration
from layerscope.verify import generated
from layerscope.verify.cases import make_case
from layerscope.verify.cases.values import limits
from layerscope.verify.generate import ModelSpec

FORMS = ("int16", "int8 int4")
OPS = ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED")
STEPS = {"StrideH": 1, "StrideW": 1, "DilationHFactor": 1, "DilationWFactor": 1}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("op", OPS)
def test_generated_models_give_what_the_oracle_gives(op: str, form: str) -> None:
    found = [generated.check_case((op, form, number)) for number in range(25)]
    if all("tflite_micro" in outcome.detail or "tflite-micro" in outcome.detail for outcome in found):
        pytest.skip(found[0].detail)
    assert {outcome.verdict for outcome in found} == {"exact"}, [o.detail for o in found if o.detail]


def layer(
    op: str,
    types: tuple[str, str, str | None],
    shapes: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    per_channel: bool = True,
    constant: bool = True,
    largest_bias: int = 1000,
    **options: Any,
) -> OperatorCase:
    """`types` of activations, weights and bias; `shapes` of input, filter and output."""
    activation, weights, bias = types
    rng = np.random.default_rng(sum(map(ord, op + activation + weights)))
    axis = 3 if op == "DEPTHWISE_CONV_2D" else 0
    channels = shapes[1][axis]
    spec = ModelSpec()
    zero_point = 0 if activation == "int16" else 3
    source = spec.tensor("input", shapes[0], activation, scale=[0.01], zero_point=[zero_point])
    scales = [0.01 + 0.001 * i for i in range(channels if per_channel else 1)]
    quantised: dict[str, Any] = {"scale": scales, "zero_point": [0] * len(scales), "axis": axis}
    low, high = limits(weights)
    values = rng.integers(low, high + 1, shapes[1])
    filter = spec.tensor("filter", shapes[1], weights, values if constant else None, **quantised)
    biases = -1
    if bias is not None:
        biases = spec.tensor(
            "bias", (channels,), bias, rng.integers(-largest_bias, largest_bias + 1, channels)
        )
    step = 0.02 if activation == "int16" else 0.3
    target = spec.tensor("output", shapes[2], activation, scale=[step], zero_point=[-zero_point])
    spec.operator(op, [source, filter, biases], [target], **options)
    spec.inputs, spec.outputs = [source] if constant else [source, filter], [target]
    low, high = limits(activation)
    fed = [rng.integers(low, high + 1, shapes[0]).astype(activation)]
    return OperatorCase(op, spec.build(), ((*fed, *([] if constant else [values.astype("int8")])),))


GROUPED = ((1, 4, 4, 6), (4, 3, 3, 3), (1, 4, 4, 4))
BATCHES = ((2, 4, 4, 3), (5, 3, 3, 3), (2, 4, 4, 5))
MULTIPLIED = ((2, 4, 4, 3), (1, 3, 3, 9), (2, 4, 4, 9))
RANK_3 = ((2, 3, 7), (5, 7), (2, 3, 5))
RANK_5 = ((2, 1, 3, 1, 7), (5, 7), (6, 5))
RANK_5_KEPT = ((2, 1, 3, 1, 7), (5, 7), (2, 1, 3, 1, 5))
WIDE, WIDE_32, NARROW = ("int16", "int8", "int64"), ("int16", "int8", "int32"), ("int8", "int4", "int32")


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "cmsis_nn"])
@pytest.mark.parametrize("types", [WIDE, WIDE_32, NARROW], ids="-".join)
@pytest.mark.parametrize("biased", [True, False], ids=["bias", "no_bias"])
def test_odd_shapes_and_layouts(types: tuple[str, str, str], biased: bool, use_cmsis_nn: bool) -> None:
    kinds = types if biased else (*types[:2], None)
    for shapes, per_channel in ((GROUPED, True), (BATCHES, False), (BATCHES, True)):
        check_case(layer("CONV_2D", kinds, shapes, per_channel, **STEPS), use_cmsis_nn)
    if biased and types != WIDE_32:  # the oracle reads a bias of int64 there, in any case
        for per_channel in (True, False):
            asked = layer("DEPTHWISE_CONV_2D", kinds, MULTIPLIED, per_channel, DepthMultiplier=3, **STEPS)
            check_case(asked, use_cmsis_nn)
    for shapes in (RANK_3, RANK_5, RANK_5_KEPT):
        kept = shapes is not RANK_5
        check_case(layer("FULLY_CONNECTED", kinds, shapes, False, KeepNumDims=kept), use_cmsis_nn)


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "cmsis_nn"])
@pytest.mark.parametrize("types", [WIDE, NARROW], ids="-".join)
def test_a_depthwise_layer_needs_no_bias(types: tuple[str, str, str], use_cmsis_nn: bool) -> None:
    """The oracle does: a bias of zeros says the answer."""
    options = {"DepthMultiplier": 3} | STEPS
    zero = layer("DEPTHWISE_CONV_2D", types, MULTIPLIED, largest_bias=0, **options)
    check_case(zero, use_cmsis_nn)
    none = layer("DEPTHWISE_CONV_2D", (*types[:2], None), MULTIPLIED, **options)
    results = []
    for asked in (zero, none):
        with HostRuntime(asked.model, use_cmsis_nn) as runtime:
            # Drawn after the bias, so of one model only.
            runtime.set_input(zero.inputs[0][0])
            runtime.invoke()
            results.append(runtime.output())
    assert np.array_equal(*results)


# Too large to be unpacked at once: in pieces (of 80 channels), or not at all.
PIECES = ((2, 100), (301, 100), (2, 301))
DEEP = ((1, 9000), (3, 9000), (1, 3))
MANY_CHANNELS = ((1, 5, 5, 64), (64, 3, 3, 64), (1, 5, 5, 64))
WIDE_WINDOW = ((1, 3, 3, 300), (1, 11, 11, 300), (1, 3, 3, 300))


def large_int4_layers() -> dict[str, OperatorCase]:
    """By the kernel that runs them when fast ones may."""
    depthwise = {"DepthMultiplier": 1} | STEPS
    return {
        "arm_fully_connected_s8_unpacked_s4": layer("FULLY_CONNECTED", NARROW, PIECES, False),
        "reference_fully_connected_s4": layer("FULLY_CONNECTED", NARROW, DEEP, False),
        "reference_conv_s4": layer("CONV_2D", NARROW, MANY_CHANNELS, **STEPS),
        "reference_depthwise_conv_s4": layer("DEPTHWISE_CONV_2D", NARROW, WIDE_WINDOW, **depthwise),
    }


@pytest.mark.parametrize("kernel", large_int4_layers())
def test_large_int4_layers_run_in_pieces_or_on_the_reference_kernel(kernel: str) -> None:
    asked = large_int4_layers()[kernel]
    assert check_case(asked).startswith("reference_")
    assert check_case(asked, use_cmsis_nn=True) == kernel
    scratch = plan(read_model(asked.model), use_cmsis_nn=True).scratch_bytes
    assert scratch <= 32 * 1024 and (scratch > 0) == kernel.startswith("arm_")
    with HostRuntime(asked.model, True) as runtime:
        assert runtime.scratch_bytes == scratch


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "cmsis_nn"])
@pytest.mark.parametrize("types", [("int8", "int8", "int32"), WIDE], ids="-".join)
def test_weights_may_be_computed(types: tuple[str, str, str], use_cmsis_nn: bool) -> None:
    check_case(layer("CONV_2D", types, BATCHES, constant=False, **STEPS), use_cmsis_nn)
    check_case(
        layer("DEPTHWISE_CONV_2D", types, MULTIPLIED, constant=False, DepthMultiplier=3, **STEPS),
        use_cmsis_nn,
    )
    check_case(layer("FULLY_CONNECTED", types, RANK_3, False, False, KeepNumDims=True), use_cmsis_nn)


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "cmsis_nn"])
def test_int4_weights_may_be_fed(use_cmsis_nn: bool) -> None:
    """The oracle cannot fill an int4 tensor: the model with constant weights says the answer."""
    fixed = layer("FULLY_CONNECTED", NARROW, ((3, 7), (5, 7), (3, 5)), False)
    fed = layer("FULLY_CONNECTED", NARROW, ((3, 7), (5, 7), (3, 5)), False, False)
    values, weights = fed.inputs[0]
    check_model(read_model(fed.model))
    with HostRuntime(fixed.model, False) as constant, HostRuntime(fed.model, use_cmsis_nn) as variable:
        constant.set_input(values)
        constant.invoke()
        for position, value in enumerate((values, weights)):
            variable.set_input(value, position)
        variable.invoke()
        assert np.array_equal(variable.tensor(variable.inputs[1]), weights)
        assert np.array_equal(variable.output(), constant.output())


@pytest.mark.parametrize(
    ("op", "form", "suffix"),
    [(op, form, suffix) for op in OPS for form, suffix in (("int16", "INT16"), ("int8 int4", "INT4"))]
    + [("SOFTMAX", "int8 to int16", "INT8_INT16"), ("MAX_POOL_2D", "int16", "INT16")],
)
def test_an_image_registers_the_one_form_of_its_model(op: str, form: str, suffix: str) -> None:
    model = read_model(make_case(op, form, 0).model)
    check_model(model)
    assert registration(model, op) == f"Register_{op}_{suffix}"
