# SPDX-License-Identifier: Apache-2.0
"""The choice of fast kernels: every entry of every table is taken by some node; a refusal has a reason."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from exactness_cases import FORMS, cases
from grid_shapes import Shape, unweighted, weighted
from layerscope.cli import main
from layerscope.host_runtime import HostNode, HostRuntime
from layerscope.models.catalogue import find_model
from layerscope.models.packing import pack_weights
from layerscope.models.reader import read_model
from layerscope.models.strip import strip_model
from layerscope.results.choices import choice_table, shapes_of, types_of
from layerscope.verify.cases import make_case
from layerscope.verify.generate import ModelSpec
from layerscope.verify.generated import supported_forms

FAST_KERNELS = (
    Path(__file__).resolve().parents[2] / "lib/tflite_micro/src/tensorflow/lite/micro/kernels/cmsis_nn"
)
DRAWN = 24
"""Models drawn of each operator and form."""


@cache
def _nodes() -> tuple[HostNode, ...]:
    """The nodes of several hundred models of one operator each."""
    models = [case.model for form in FORMS for case in cases(form)]
    fast_operators = {
        "ADD",
        "SUB",
        "MUL",
        "MEAN",
        "SOFTMAX",
        "CONV_2D",
        "DEPTHWISE_CONV_2D",
        "FULLY_CONNECTED",
    }
    models += [
        make_case(op, form, number).model
        for op, form in supported_forms()
        if op in fast_operators or op.endswith("POOL_2D")
        for number in range(DRAWN)
    ]
    sources = [read_model(model) for model in models]
    models += [
        strip_model(source, packing) for source in sources if (packing := pack_weights(source)).operators
    ]
    nodes: list[HostNode] = []
    for model in models:
        try:
            with HostRuntime(model, True) as runtime:
                nodes += runtime.nodes
        except Exception:  # a drawn model that is to be refused
            continue
    return tuple(nodes)


def test_every_kernel_of_the_tables_is_chosen_by_some_node() -> None:
    named: set[str] = set()
    for source in FAST_KERNELS.glob("*.cc"):
        named.update(re.findall(r'"(arm_\w+)"', source.read_text(encoding="utf-8")))
    listed = {candidate.kernel for node in _nodes() for candidate in node.candidates}
    chosen = {node.kernel for node in _nodes()}
    assert len(named) > 15
    assert not (named | listed) - chosen


def test_a_node_gets_the_first_kernel_that_applies() -> None:
    tables = [node for node in _nodes() if node.candidates]
    assert len(tables) > 300
    for node in tables:
        applicable = [candidate.kernel for candidate in node.candidates if not candidate.refusal]
        if applicable:
            assert node.kernel == applicable[0], node
        else:
            assert node.kernel.startswith("reference_"), node


def test_every_kernel_but_a_tables_last_is_refused_by_some_node_with_a_reason() -> None:
    refused = {c.kernel for node in _nodes() for c in node.candidates if c.refusal}
    firsts = {c.kernel for node in _nodes() for c in node.candidates[:-1]}
    assert firsts
    assert firsts <= refused


def _convolution(window: int, stride: int, channels: int = 8, filter_channels: int = 8) -> bytes:
    spec, rng = ModelSpec(), np.random.default_rng(1)
    size = (12 - window) // stride + 1
    source = spec.tensor("input", (1, 12, 12, channels), "int8", scale=[0.1], zero_point=[3])
    shape = (16, window, window, filter_channels)
    weights = rng.integers(-127, 128, shape, dtype=np.int8)
    kernel = spec.tensor("filter", shape, "int8", data=weights, scale=[0.01], zero_point=[0])
    bias = spec.tensor("bias", (16,), "int32", data=np.zeros(16, np.int32), scale=[0.001], zero_point=[0])
    target = spec.tensor("output", (1, size, size, 16), "int8", scale=[0.2], zero_point=[-5])
    spec.operator(
        "CONV_2D", [source, kernel, bias], [target], Padding=1, StrideH=stride, StrideW=stride,
        DilationHFactor=1, DilationWFactor=1,
    )  # fmt: skip
    spec.inputs, spec.outputs = [source], [target]
    return spec.build()


@pytest.mark.parametrize(
    ("model", "kernel", "reason"),
    [
        (_convolution(1, 1), "arm_convolve_1x1_s8_fast", ""),
        (
            _convolution(3, 1),
            "arm_convolve_s8",
            "layer 0: not arm_convolve_1x1_s8_fast: the window is not 1x1 with stride 1 and no padding",
        ),
        (
            _convolution(3, 1, filter_channels=4),
            "arm_convolve_grouped_s8",
            "layer 0: not arm_convolve_s8: the convolution is grouped",
        ),
        (
            _convolution(1, 1, channels=16, filter_channels=1),
            "reference_conv_s8",
            "layer 0: not arm_convolve_grouped_s8: blocks of several output channels do not pay for one",
        ),
    ],
)
def test_the_table_says_why_not_the_kernel_before(model: bytes, kernel: str, reason: str) -> None:
    source = read_model(model)
    with HostRuntime(model, True) as runtime:
        text = choice_table(source, runtime.nodes).text()
    assert f" {kernel} " in text
    assert reason in text
    if not reason:
        assert "not arm" not in text


def _layer(op: str, form: str, label: str) -> tuple[str, dict[str, str]]:
    """The kernel of a shape of the grid, and why it is none of its form's fast ones."""
    model = next(s.model for s in _grid() if (s.op, s.form, s.label) == (op, form, label))
    with HostRuntime(model, True) as runtime:
        node = next(node for node in runtime.nodes if node.op == op)
    return node.kernel, {c.kernel: c.refusal for c in node.candidates}


@cache
def _grid() -> tuple[Shape, ...]:
    return (*weighted(), *unweighted())


@pytest.mark.parametrize(
    ("op", "form", "small", "large", "kernel"),
    [
        # work, products and eight for each output: 495 and uneven, 432; 80 in one pixel; 176; 375 in three
        ("CONV_2D", "int8", "1x3x3x3-1x1x5", "1x3x3x4-1x1x4", "arm_convolve_1x1_s8_fast"),
        ("CONV_2D", "int8", "1x1x1x8-1x1x10", "1x1x1x40-1x1x20", "arm_convolve_1x1_s8_fast"),
        ("CONV_2D", "float32", "1x1x1x4-1x1x4", "1x6x6x16-1x1x1", "arm_convolve_f32"),
        ("CONV_2D", "float32", "3x1x1x17-1x1x5", "1x3x3x4-1x1x4", "arm_convolve_f32"),
        ("CONV_2D", "hybrid", "1x3x3x3-1x1x5", "1x2x2x64-1x1x1", "arm_convolve_hybrid_s8"),
    ],
)
def test_convolutions_of_hardly_any_work_are_left_to_the_reference_kernel(
    op: str, form: str, small: str, large: str, kernel: str
) -> None:
    end = "-s11-d11-same"
    chosen, refusals = _layer(op, form, small + end)
    assert chosen.startswith("reference_conv")
    assert refusals[kernel] == "so small that the reference kernel is faster"
    assert _layer(op, form, large + end)[0] == kernel


@pytest.mark.parametrize(
    ("op", "form", "label", "reason"),
    [
        ("FULLY_CONNECTED", "int8", "1x2x150", "so small"),
        ("FULLY_CONNECTED", "float32", "1x300x1", "blocks of several output channels"),
        ("DEPTHWISE_CONV_2D", "float32", "1x3x3x1-3x3x1-s11-d11-same", "so small"),
        ("ADD", "int8", "1x3 and 1x3", "so small"),
    ],
)
def test_what_fast_kernels_prepare_for_more_than_there_is(
    op: str, form: str, label: str, reason: str
) -> None:
    chosen, refusals = _layer(op, form, label)
    assert chosen.startswith("reference_")
    assert any(text.startswith(reason) for text in refusals.values())


def test_shapes_and_types_are_written_short() -> None:
    source = read_model(_convolution(3, 2))
    assert shapes_of(source, source.main.operators[0]) == "12x12x8 3x3/2 > 5x5x16"
    assert types_of(source, source.main.operators[0]) == "int8"
    hybrid = read_model(find_model("mnist", "dynamic").path)
    assert types_of(hybrid, hybrid.main.operators[2]) == "float32 x int8 > float32"


def test_the_command_shows_fused_rows_and_scratch() -> None:
    result = CliRunner().invoke(main, ["kernels", "mnist", "--compression", "int8"])
    assert result.exit_code == 0, result.output
    first = next(line for line in result.output.splitlines() if line.startswith("0 "))
    assert "CONV_2D+MAX_POOL_2D" in first
    assert "arm_max_pool_s8" in first
    apart = CliRunner().invoke(main, ["kernels", "mnist", "--compression", "int8", "--fusion", "off"])
    assert "CONV_2D+MAX_POOL_2D" not in apart.output


def test_an_operator_without_a_fast_kernel_is_named_with_its_types() -> None:
    case = make_case("GATHER", "float32", 0)
    source = read_model(case.model)
    with HostRuntime(case.model, True) as runtime:
        text = choice_table(source, runtime.nodes).text()
    assert "there is no fast kernel for GATHER of float32" in text
