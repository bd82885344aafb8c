# SPDX-License-Identifier: Apache-2.0
"""Multipliers of integer layers made without double arithmetic equal those of double arithmetic."""

from __future__ import annotations

from host_programs import build, run

MULTIPLIER = "lib/tflite_micro/src/tensorflow/lite/micro/kernels/internal/multiplier.cc"


def test_multipliers_without_doubles_are_those_of_doubles() -> None:
    assert run(build("multiplier_probe", MULTIPLIER), "") == ["400448 tried"]
