# SPDX-License-Identifier: Apache-2.0
"""The table of a calibration: what is published, what the model gives, what silicon took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from layerscope.calibrate.record import Calibration
from layerscope.calibrate.rows import Row
from layerscope.results.figures import megahertz
from layerscope.results.grid import Grid


def grid(
    board: str,
    rows: Sequence[Row],
    model: Mapping[Row, float],
    silicon: Calibration | None = None,
    label: str = "silicon",
) -> Grid:
    """One board's rows, in cycles. With `silicon` a column for it, and how far the model is from it."""
    values = silicon.values() if silicon is not None else {}
    headers = ["row", "determines", "figure", "model"]
    headers += [label, "model's error", "source"] if silicon is not None else ["error", "source"]
    lines = []
    for row in rows:
        figure = f"{'at most ' if row.at_most else ''}{row.figure:g}"
        line = [row.name, ", ".join(row.breaks) or "-", figure, f"{model[row]:.2f}"]
        if silicon is not None:
            found = values.get(row)
            line += ["-", "-"] if found is None else [f"{found:.2f}", _error(model[row], found)]
        else:
            line.append("within" if row.at_most and row.good(model[row]) else _error(model[row], row.figure))
        lines.append([*line, row.source])
    return Grid(
        headers,
        lines,
        title=f"{board}: cycles, modelled{f' and {label}' if silicon is not None else ''}",
        notes=_notes(rows, model, values, silicon, label),
        text_columns=(len(headers) - 1,),
    )


def agrees(row: Row, model: float, silicon: float) -> bool:
    """Whether the model is within 0.1 cycle or a tenth of what silicon took."""
    return abs(model - silicon) <= max(0.1, 0.1 * abs(silicon))


def _error(value: float, reference: float) -> str:
    return f"{(value - reference) / reference * 100:+.0f} %" if reference else f"{value - reference:+.2f}"


def _notes(
    rows: Sequence[Row],
    model: Mapping[Row, float],
    values: Mapping[Row, float],
    silicon: Calibration | None,
    label: str,
) -> list[str]:
    good = sum(row.good(model[row]) for row in rows)
    rules = sum(row.source.startswith("rule") for row in rows)
    notes = [
        f"{good} of {len(rows)} rows are modelled within 0.1 cycle or 10 % of their figure; {rules} of the "
        "figures are published by nobody and state the model's own rule (`rule:`)."
    ]
    if silicon is None:
        return notes
    close = sum(agrees(row, model[row], value) for row, value in values.items())
    notes.append(f"{close} of {len(values)} are within 0.1 cycle or 10 % of {label}.")
    if len(values) < len(rows):
        notes.append(f"{len(rows) - len(values)} rows have no samples of the same code: another version's.")
    caches = ", ".join(
        f"{each.ways * each.sets * each.line_bytes // 1024} KB {name}, {each.ways} ways"
        for name, each in silicon.caches.items()
    )
    settings = ", ".join(f"{name} {value}" for name, value in silicon.memory.items())
    kind = {"virtual": "modelled too, ", None: "over a socket, perhaps modelled too, "}.get(
        silicon.source, ""
    )
    notes.append(
        f"{label}: {kind}{megahertz(silicon.clock_hz)}, "
        f"CPUID {silicon.cpuid}, chip {silicon.chip_id}, caches {caches}; {settings}; {silicon.toolchain}."
    )
    return notes
