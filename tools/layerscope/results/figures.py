# SPDX-License-Identifier: Apache-2.0
"""How figures and cases are written: one place, so that every table says the same thing the same way."""

from __future__ import annotations

from layerscope.results.record import Run

COMPRESSION_NAMES = {
    None: "model",
    "none": "float",
    "int8": "int8",
    "dynamic": "hybrid",
    "float16": "float16",
}
NOTHING = "-"


def ms(value: float | None) -> str:
    """Milliseconds to the microsecond; what is shorter still must not look like zero."""
    if value is None:
        return NOTHING
    if 0 < value < 0.0005:
        return "<0.001"
    return f"{value:,.3f}"


def ratio(slow: float | None, fast: float | None) -> str:
    """How many times faster the second is than the first."""
    if slow is None or not fast:
        return NOTHING
    return f"{slow / fast:.2f}x"


def count(value: float | None) -> str:
    """A large count with a unit: 25.71 M, 412 k, 96."""
    if value is None:
        return NOTHING
    if value >= 99_950:
        return f"{value / 1e6:,.2f} M"
    if value >= 1_000:
        return f"{value / 1e3:.1f} k"
    return f"{value:.0f}"


def per_mac(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"


def size(value: int | None, capacity: int | None = None) -> str:
    """Bytes, and their share of the board's memory where its size is known."""
    if value is None:
        return NOTHING
    share = f" {100 * value / capacity:.0f} %" if capacity else ""
    if value < 1024:
        return f"{value} B{share}"
    return f"{value / 1024:.{0 if value >= 102_400 else 1}f} K{share}"


def megahertz(clock_hz: int | None) -> str:
    return "unknown clock" if not clock_hz else f"{clock_hz / 1e6:g} MHz"


def model_label(run: Run) -> str:
    """What the network's weights are: float, int8, hybrid (int8 weights, float activations), float16."""
    return COMPRESSION_NAMES.get(run.model.compression, run.model.compression or "model")


def kernels_label(run: Run) -> str:
    """`CMSIS-NN` or `reference`; empty when the source does not say."""
    if run.options.use_cmsis_nn is None:
        return ""
    return "CMSIS-NN" if run.options.use_cmsis_nn else "reference"


def case_label(run: Run) -> str:
    """One case in a line: `int8 + CMSIS-NN`."""
    label = model_label(run) + (" + CMSIS-NN" if run.options.use_cmsis_nn else "")
    return label + (" overclocked" if run.options.use_overclock else "")


def run_label(run: Run) -> str:
    """A run in a line, for headings: board, clock, model, case, and whether its times are modelled."""
    name = run.model.name or run.model.file or ""
    known = name or run.model.compression
    case = f"{name} {case_label(run)}".strip() if known else ""
    parts = [run.board or "unknown board", megahertz(run.clock_hz), case]
    return ", ".join(part for part in parts if part) + (" (modelled)" if run.modelled else "")
