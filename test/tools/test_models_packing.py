# SPDX-License-Identifier: Apache-2.0
"""Weights rewritten by the build: the packed kernel computes what TensorFlow Lite Micro computes without."""

from __future__ import annotations

import numpy as np
import pytest
from exactness import Operand, OperatorCase, case
from layerscope.host_runtime import HostRuntime, HostRuntimeError
from layerscope.models.arena import plan
from layerscope.models.catalogue import find_model
from layerscope.models.header import model_header
from layerscope.models.packing import PACKED_FORMAT, pack_weights
from layerscope.models.reader import read_model
from layerscope.models.strip import strip_model
from layerscope.verify.oracle import MicroOracle

KERNEL = "arm_fully_connected_packed_s8"


def layer(
    depth: int, channels: int, batches: int = 1, *, bias: bool = True, least: int = -127, scale: float = 0.002
) -> OperatorCase:
    random = np.random.default_rng(depth + channels)
    weights = random.integers(least, 128, (channels, depth), dtype=np.int8)
    inputs = [
        Operand((batches, depth), "int8", 0.05, -11),
        Operand((channels, depth), "int8", scale, 0, data=weights),
    ]
    if bias:
        biases = random.integers(-9000, 9000, channels, dtype=np.int32)
        inputs.append(Operand((channels,), "int32", 0.05 * scale, data=biases))
    output = Operand((batches, channels), "int8", 0.11, 5)
    return case(f"{depth}x{channels}", "FULLY_CONNECTED", inputs, [output])


@pytest.mark.parametrize(
    "found",
    [layer(64, 12), layer(8, 128), layer(16, 16, 3), layer(100, 8), layer(256, 4)],
    ids=lambda c: c.name,
)
def test_packed_layers_equal_tensorflow_lite_micro(found: OperatorCase) -> None:
    model = read_model(found.model)
    packing = pack_weights(model)
    assert len(packing.operators) == 1
    packed = strip_model(model, packing)
    assert len(packed) <= len(strip_model(model)) + 16  # an option that is no default
    assert read_model(packed).main.operators[0].fields["weights_format"] == PACKED_FORMAT
    assert plan(read_model(packed), True) == plan(model, True)
    with HostRuntime(packed, True) as runtime:
        assert [node.kernel for node in runtime.nodes] == [KERNEL]
        for fed in found.inputs:
            (expected,) = MicroOracle(model).run(list(fed)).values()
            runtime.set_input(fed[0])
            runtime.invoke()
            np.testing.assert_array_equal(runtime.output(), expected)


@pytest.mark.parametrize(
    "found",
    [
        layer(30, 16),
        layer(64, 6),
        layer(16, 16, bias=False),
        layer(64, 64, least=-128),  # -128 behind a negative weight
        layer(1024, 8, least=120),  # sums of more than 23 bits
        layer(16, 16, scale=2.0),
        layer(8, 28),
    ],
    ids=["odd_depth", "odd_channels", "no_bias", "least_weight", "large_sums", "large_scale", "few_weights"],
)
def test_what_the_packed_kernel_cannot_take_stays_as_it_is(found: OperatorCase) -> None:
    assert not pack_weights(read_model(found.model)).operators


def test_a_packed_model_is_for_the_fast_kernels_alone() -> None:
    model = read_model(layer(64, 12).model)
    with pytest.raises(HostRuntimeError, match="shuffled weights"):
        HostRuntime(strip_model(model, pack_weights(model)), False)


def test_a_network_with_a_scale_for_each_channel_computes_the_same() -> None:
    model = read_model(find_model("mnist", "int8").path)
    packing = pack_weights(model)
    assert len(packing.operators) == 1  # 576 -> 64; the last layer has ten channels
    with HostRuntime(strip_model(model, packing), True) as runtime:
        assert KERNEL in [node.kernel for node in runtime.nodes]
        for seed in range(3):
            values = np.random.default_rng(seed).integers(-128, 128, (1, 28, 28, 1), dtype=np.int8)
            runtime.set_input(values)
            runtime.invoke()
            expected = MicroOracle(model).run([values])[model.main.outputs[0]]
            np.testing.assert_array_equal(runtime.output(), expected)


def test_images_with_fast_kernels_hold_packed_weights() -> None:
    model = read_model(find_model("mnist", "int8").path)
    plain, fast = (model_header(model, use_cmsis_nn=use) for use in (False, True))
    assert plain.split("kData[")[1] != fast.split("kData[")[1]
