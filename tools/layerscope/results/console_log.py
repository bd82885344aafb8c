# SPDX-License-Identifier: Apache-2.0
"""Runs out of console text: anyone's log with `OP_NAME: 1.234 msec` lines, and the JSON lines of command `3`.

Logs come with CRLF, colour codes, a terminal's timestamps in front, half lines where the terminal was opened,
and several runs after each other. A line that fits nothing is skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from layerscope.results.record import Layer, Model, Options, Run

_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_LAYER = re.compile(
    r"(?<![A-Za-z0-9_])([A-Z][A-Z0-9_]{2,}(?:\+[A-Z][A-Z0-9_]{2,})*)\s*:\s*(\d+(?:\.\d+)?)\s*(msec|ms|usec|us)\b"
)
_BEGIN = re.compile(r"Running inference")
_DONE = re.compile(r"Done in (\d+(?:\.\d+)?)\s*(msec|ms|usec|us)\b")
_OUTPUT = re.compile(r"Out\[(\d+)\]:\s*(-?(?:\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|nan|inf))")
_CLOCK = re.compile(r"Program started @ (\d+)")


@dataclass
class LoggedRun:
    """A run as found; `complete` when its closing line was there."""

    run: Run
    complete: bool
    done_ms: float | None = None  # what the firmware said the whole inference took


@dataclass
class _Draft:
    clock_hz: int | None
    layers: list[Layer] = field(default_factory=list)
    outputs: dict[int, float | None] = field(default_factory=dict)
    done_ms: float | None = None

    def finish(self) -> LoggedRun:
        total = sum(layer.ms for layer in self.layers)
        outputs = [value for _, value in sorted(self.outputs.items())] or None
        run = Run(None, None, self.clock_hz, self.layers, total, outputs=outputs)
        return LoggedRun(run, self.done_ms is not None, self.done_ms)


def _milliseconds(figure: str, unit: str) -> float:
    return float(figure) / (1000 if unit.startswith("us") else 1)


def parse(lines: Iterable[str]) -> list[LoggedRun]:
    """All runs in the order of the log, the incomplete ones marked."""
    runs: list[LoggedRun] = []
    clock: int | None = None
    draft: _Draft | None = None

    def close() -> None:
        nonlocal draft
        if draft is not None and draft.layers:
            runs.append(draft.finish())
        draft = None

    for raw in lines:
        line = _COLOUR.sub("", raw)
        if (found := _CLOCK.search(line)) is not None:
            close()
            clock = int(found[1])
        elif (data := _json_object(line)) is not None:
            close()
            runs.append(LoggedRun(run_from_console(data), True))
        elif _BEGIN.search(line):
            close()
            draft = _Draft(clock)
        elif (found := _LAYER.search(line)) is not None:
            if draft is None or draft.done_ms is not None:
                close()
                draft = _Draft(clock)
            draft.layers.append(Layer(len(draft.layers), found[1], _milliseconds(found[2], found[3])))
        elif draft is not None and (found := _DONE.search(line)) is not None:
            draft.done_ms = _milliseconds(found[1], found[2])
        elif draft is not None and (found := _OUTPUT.search(line)) is not None:
            value = float(found[2])
            draft.outputs[int(found[1])] = value if isfinite(value) else None
    close()
    return runs


def _json_object(line: str) -> Mapping[str, Any] | None:
    """The object of a command-3 line, wherever in the line it begins; None for any other line."""
    start = line.find('{"')
    if start < 0 or '"layers"' not in line:
        return None
    try:
        data, _ = json.JSONDecoder().raw_decode(line[start:])
    except json.JSONDecodeError:
        return None
    return data if isinstance(data, dict) and isinstance(data.get("layers"), list) else None


def run_from_console(data: Mapping[str, Any], source: str | None = None) -> Run:
    """A run from the JSON object of command `3`. The firmware cannot know whether its board is virtual."""
    clock = int(data["clock_hz"])
    layers = [
        Layer(
            index=entry["index"],
            op=entry["op"],
            ms=entry["cycles"] * 1e3 / clock,
            kernel=entry.get("kernel"),
            macs=entry.get("macs"),
            cycles=entry["cycles"],
            weights_bytes=entry.get("weights_bytes"),
            weights_in=entry.get("weights_in"),
            fused=entry.get("fused"),
        )
        for entry in data["layers"]
    ]
    model, options = data.get("model", {}), data.get("options", {})
    total = data.get("total_cycles", sum(layer.cycles or 0 for layer in layers))
    return Run(
        board=data.get("board"),
        source=source,
        clock_hz=clock,
        layers=layers,
        total_ms=total * 1e3 / clock,
        model=Model(**{key: model.get(key) for key in ("name", "file", "sha256", "compression")}),
        options=Options(
            **{key: _flag(options.get(key)) for key in ("use_cmsis_nn", "use_comp_model", "use_overclock")},
            weights_in=options.get("weights_in"),
            code_in=options.get("code_in"),
        ),
        toolchain=data.get("toolchain"),
        total_cycles=total,
        outputs=data.get("outputs"),
        arena_bytes=data.get("arena_bytes"),
        scratch_bytes=data.get("scratch_bytes"),
    )


def _flag(value: Any) -> bool | None:
    """A build flag, which a firmware may write as 0/1 or as false/true."""
    return None if value is None else bool(value)
