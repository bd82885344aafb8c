# SPDX-License-Identifier: Apache-2.0
"""Runs a calibration image on a virtual board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layerscope.build import Image
from layerscope.calibrate.image import Plan
from layerscope.calibrate.rows import Row
from layerscope.calibrate.session import Done, Measurement, measure
from layerscope.serial.console import Console
from layerscope.virtual_board import VirtualBoard

RUNS = 5  # the same image gives the same cycles: the median is that of a run with the predictor warm
_SILENCE_S = 60.0
_BOOT_SILENCE_S = 20.0


@dataclass(frozen=True)
class Modelled:
    """A virtual board's measurement, and its counters of each run: `index` is the piece's number."""

    measurement: Measurement
    intervals: list[dict[str, Any]]


def run(
    plan: Plan,
    image: Image,
    rows: Sequence[Row] | None = None,
    parameters: Mapping[str, int] | None = None,
    runs: int = RUNS,
    done: Done | None = None,
) -> Modelled:
    """Measures `rows`, with `parameters` of the timing model changed; the image is the unmodified one."""
    with VirtualBoard(image.elf, plan.board, parameters=parameters) as board:
        with Console.open(board.console_url, _SILENCE_S, watch=board.check) as console:
            console.wait_for_boot(_BOOT_SILENCE_S)
            measurement = measure(console, plan, rows, runs, done)
        return Modelled(measurement, board.report()["layers"])


def perturbed(plan: Plan, image: Image, row: Row, parameter: str, value: int) -> float:
    """The row's value where `parameter` of the timing model is `value`."""
    return run(plan, image, [row], {parameter: value}).measurement.values(plan, [row])[0]
