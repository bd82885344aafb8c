# SPDX-License-Identifier: Apache-2.0
"""Convolutions of several groups: the fast kernels give the reference's bits, in the scratch planned."""

from __future__ import annotations

import numpy as np
import pytest
from exactness_shapes import VALID, Geometry, window
from exactness_weighted import PARAMETERS, WeightedLayer, inputs_of
from layerscope.host_runtime import HostRuntime
from layerscope.models.arena import plan
from layerscope.models.reader import read_model
from layerscope.models.registrations import registration

FAST = [
    Geometry((1, 7, 6, 8), (3, 3), 12, groups=2),
    Geometry((1, 5, 6, 8), (1, 1), 16, groups=2),
    Geometry((1, 40, 36, 16), (3, 3), 16, groups=2),  # in bands of rows
    Geometry((2, 33, 30, 12), (5, 3), 18, stride=(2, 1), groups=3),  # and of several batches
    Geometry((1, 61, 50, 8), (3, 3), 8, stride=(1, 2), dilation=(9, 2), groups=2),
    Geometry((1, 9, 200, 36), (2, 2), 8, padding=VALID, groups=2),  # a band of one row
    Geometry((1, 3, 3, 6), (5, 5), 12, groups=3),
]
REFUSED = [
    Geometry((1, 6, 5, 8), (1, 1), 4, groups=2),  # too few products for a group
    Geometry((1, 6, 5, 4), (3, 3), 4, groups=4),  # one output channel each
    Geometry((1, 2, 2, 8), (5, 5), 8, groups=2),  # mostly padding
]


def _model(form: str, geometry: Geometry, number: int) -> bytes:
    depth = geometry.input[3] // geometry.groups
    parameters = PARAMETERS[number % 2] if form == "int8" else PARAMETERS[0]
    layer = WeightedLayer(form, number, geometry.filter[0] * geometry.filter[1] * depth, parameters)
    source, target = layer.activations(geometry.input, geometry.output())
    weights = layer.filter((geometry.channels, *geometry.filter, depth), geometry.channels, 0)
    bias = layer.bias(geometry.channels, number % 3 != 2)
    options = window(geometry, "relu" if number % 2 else "none")
    return layer.case("", "CONV_2D", [source, weights, bias], target, **options).model


def _check(form: str, geometry: Geometry, number: int) -> str:
    """The fast kernel's name."""
    data = _model(form, geometry, number)
    with HostRuntime(data, True) as fast, HostRuntime(data, False) as reference:
        assert fast.scratch_bytes == plan(read_model(data), True).scratch_bytes
        seen = set()
        for values in inputs_of(np.random.default_rng(number), geometry.input, form):
            for runtime in (fast, reference):
                runtime.set_input(values)
                runtime.invoke()
            assert np.array_equal(fast.output(), reference.output()), geometry
            seen.update(reference.output().ravel().tolist())
        assert len(seen) > 20
        return fast.nodes[0].kernel


@pytest.mark.parametrize(
    ("form", "kernel"), [("int8", "arm_convolve_grouped_s8"), ("int16", "arm_convolve_s16")]
)
def test_groups_are_computed_exactly_in_the_scratch_planned(form: str, kernel: str) -> None:
    wide = [geometry for geometry in FAST if geometry.channels >= 4 * geometry.groups]
    for number, geometry in enumerate(FAST if form == "int8" else wide):
        assert _check(form, geometry, number) == kernel, geometry


def test_groups_that_do_not_pay_are_left_to_the_reference_kernel() -> None:
    for number, geometry in enumerate(REFUSED):
        assert _check("int8", geometry, number) == "reference_conv_s8", geometry


def test_only_images_of_grouped_convolutions_hold_their_kernel() -> None:
    grouped, usual = FAST[0], Geometry((1, 7, 6, 8), (3, 3), 12)
    for geometry, suffix in ((grouped, "INT8_GROUPED"), (usual, "INT8")):
        model = read_model(_model("int8", geometry, 0))
        assert registration(model, "CONV_2D") == f"Register_CONV_2D_{suffix}"
