# SPDX-License-Identifier: Apache-2.0
"""Our instruction counts beside those of upstream TensorFlow Lite Micro, for the MNIST network."""

from __future__ import annotations

from collections.abc import Sequence

from layerscope.results.figures import NOTHING, count
from layerscope.results.grid import Grid
from layerscope.results.record import Run
from layerscope.results.tables import by_board

MNIST_MACS = 2_794_240  # 26x26x32x9 + 11x11x64x288 + 3x3x64x576 + 576x64 + 64x10

# Instructions of one inference, upstream's revisions of 2026-08 built with GCC 12.2 -O2 for Cortex-M7,
# counted on a virtual board: (reference kernels, CMSIS-NN kernels). CMSIS-NN has no float kernels: its build
# runs reference code. None: `AllocateTensors` refuses the model.
UPSTREAM: dict[str, tuple[float | None, float | None]] = {
    "none": (25.71e6, 22.75e6),
    "dynamic": (None, None),
    "int8": (31.96e6, 6.84e6),
}
_ROW_NAMES = {"none": "float", "dynamic": "hybrid", "int8": "int8"}


def scale_table(runs: Sequence[Run]) -> Grid | None:
    """Million instructions per inference, upstream's and ours; None when no run is comparable."""
    comparable = [
        run
        for run in runs
        if run.total_macs == MNIST_MACS and run.model.compression in UPSTREAM and run.total_instructions
    ]
    if not comparable:
        return None
    boards = list(by_board(comparable))
    headers = ["network", "upstream\nreference", "upstream\nCMSIS-NN"]
    headers += [f"{board}\n{kind}" for board in boards for kind in ("reference", "CMSIS-NN")]
    rows = []
    for compression, (reference, fast) in UPSTREAM.items():
        row = [_ROW_NAMES[compression], _upstream(reference), _upstream(fast)]
        row += [_ours(comparable, board, compression, on) for board in boards for on in (False, True)]
        rows.append(row)
    title = "For scale: instructions of one inference, upstream TensorFlow Lite Micro and ours"
    notes = ["Upstream: GCC 12.2 -O2 for Cortex-M7. Its CMSIS-NN build has no float kernels of its own."]
    if not any(run.model.compression == "dynamic" for run in comparable):
        notes.append("hybrid: int8 weights, float activations; ours runs with `--compression dynamic`.")
    return Grid(headers, rows, title=title, notes=notes, left=1)


def _upstream(value: float | None) -> str:
    return "refused" if value is None else count(value)


def _ours(runs: Sequence[Run], board: str, compression: str, on: bool) -> str:
    for run in runs:
        if (run.board, run.model.compression, run.options.use_cmsis_nn) == (board, compression, on):
            return count(run.total_instructions)
    return NOTHING
