# SPDX-License-Identifier: Apache-2.0
"""The tables of `layerscope bench`: layer x case per board, kernels, the scale beside upstream."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layerscope.results import align
from layerscope.results.figures import (
    NOTHING,
    case_label,
    count,
    kernels_label,
    megahertz,
    model_label,
    ms,
    per_mac,
    ratio,
    size,
)
from layerscope.results.grid import RULE, Grid, to_csv
from layerscope.results.record import Layer, Run

CASES = 4  # side by side in a table


@dataclass(frozen=True)
class Capacity:
    """A board's memory, for shares."""

    flash_bytes: int
    ram_bytes: int


def _case_order(run: Run) -> tuple[object, ...]:
    names = ["none", "float16", "dynamic", "int8"]
    compression = run.model.compression
    weights = names.index(compression) if compression in names else len(names)
    options = run.options
    place = (options.weights_in or "", options.code_in or "")
    return (bool(options.use_overclock), weights, run.model.name or "", place, bool(options.use_cmsis_nn))


def by_board(runs: Sequence[Run]) -> dict[str, list[Run]]:
    """Runs grouped by board, the cases of each in the tables' order: off before on, float before int8."""
    groups: dict[str, list[Run]] = {}
    for run in runs:
        groups.setdefault(run.board or "unknown board", []).append(run)
    return {board: sorted(group, key=_case_order) for board, group in groups.items()}


def slow_partner(run: Run, runs: Sequence[Run]) -> Run | None:
    """The run that differs from this one only by CMSIS-NN being off."""
    if not run.options.use_cmsis_nn:
        return None
    for other in runs:
        same_image = (
            _case_order(other)[:-1] == _case_order(run)[:-1] and other.model.sha256 == run.model.sha256
        )
        if other.options.use_cmsis_nn is False and other.board == run.board and same_image:
            return other
    return None


@dataclass(frozen=True)
class _Column:
    """A column of the layer table: a run's figures, or the speed-up of one run over another."""

    run: Run
    slow: Run | None = None

    @property
    def header(self) -> str:
        if self.slow is not None:
            return "speed-\nup"
        clock = f"\n{megahertz(self.run.clock_hz)}" if self.run.options.use_overclock else ""
        return f"{model_label(self.run)}\n{kernels_label(self.run)}{clock}"


def layer_tables(runs: Sequence[Run], capacities: Mapping[str, Capacity] | None = None) -> list[Grid]:
    """One table per board: rows are layers, columns the cases in ms; then totals, memory, correctness.

    More than four cases of a board are split over several tables, each for a terminal of 100 columns.
    """
    return [
        _layer_table(part, (capacities or {}).get(board))
        for board, group in by_board(runs).items()
        for part in _parts(group)
    ]


def _parts(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs in groups of at most CASES, a run and its slow partner together."""
    parts: list[list[Run]] = []
    for run in runs:
        partner = slow_partner(run, runs)
        if parts and (partner in parts[-1] or len(parts[-1]) + (_has_fast(run, runs)) < CASES):
            parts[-1].append(run)
        else:
            parts.append([run])
    return parts


def _has_fast(run: Run, runs: Sequence[Run]) -> bool:
    return any(slow_partner(other, runs) is run for other in runs)


def _layer_table(runs: Sequence[Run], capacity: Capacity | None) -> Grid:
    columns: list[_Column] = []
    for run in runs:
        columns.append(_Column(run))
        slow = slow_partner(run, runs)
        if slow is not None:
            columns.append(_Column(run, slow))

    def figures(pick: list[float | None], write_ratio: bool = True) -> list[str]:
        value = dict(zip(map(id, runs), pick, strict=True))
        return [
            ms(value[id(column.run)])
            if column.slow is None
            else (ratio(value[id(column.slow)], value[id(column.run)]) if write_ratio else "")
            for column in columns
        ]

    def facts(name: str, texts: list[str]) -> list[str]:
        text = dict(zip(map(id, runs), texts, strict=True))
        return ["", name, *("" if column.slow is not None else text[id(column.run)] for column in columns)]

    rows: list[Sequence[str]] = []
    for number, op, layers in align.shown_rows(runs):
        rows.append([number, op, *figures([None if layer is None else layer.ms for layer in layers])])
    rows.append(RULE)
    rows.append(["", "total ms", *figures([run.total_ms for run in runs])])
    optional = [
        facts("cycles", [count(run.total_cycles) for run in runs]),
        facts("instructions", [count(run.total_instructions) for run in runs]),
        facts("cycles per MAC", [per_mac(_per_mac(run)) for run in runs]),
    ]
    memory = [
        facts("arena", [size(run.arena_bytes) for run in runs]),
        facts("scratch", [size(run.scratch_bytes or None) for run in runs]),
        facts("weights in", [_weights_in(run) for run in runs]),
        facts("code in", [run.options.code_in or NOTHING for run in runs]),
        facts("flash", [size(run.flash_bytes, capacity.flash_bytes if capacity else None) for run in runs]),
        facts("RAM", [size(run.ram_bytes, capacity.ram_bytes if capacity else None) for run in runs]),
    ]
    answers = [
        facts(
            # A network of which nobody said the right answer may be no classifier at all.
            "classified as" if any(run.expected_class is not None for run in runs) else "largest output",
            [_class(run) for run in runs],
        ),
        facts("outputs", [_verdict(run) for run in runs]),
    ]
    for block in (optional, memory, answers):
        known: list[Sequence[str]] = [
            row for row in block if any(cell not in ("", NOTHING) for cell in row[2:])
        ]
        if known and block is not optional:
            rows.append(RULE)
        rows.extend(known)
    headers = ["#", "layer", *(column.header for column in columns)]
    return Grid(headers, rows, title=board_title(runs), notes=_notes(runs))


def board_title(runs: Sequence[Run]) -> str:
    """Whose figures these are, and whether their times are modelled or measured."""
    first = runs[0]
    clocks = " and ".join(dict.fromkeys(megahertz(run.clock_hz) for run in runs))
    if all(run.modelled for run in runs):
        kind = "virtual board, ms MODELLED (instruction counts exact)"
    elif any(run.modelled for run in runs):
        kind = "ms, some of them MODELLED on a virtual board"
    elif first.source == "board":
        kind = "ms measured on the board"
    else:
        kind = "ms"
    return f"{first.board or 'unknown board'} at {clocks}: {kind}"


def _per_mac(run: Run) -> float | None:
    return run.total_cycles / run.total_macs if run.total_cycles and run.total_macs else None


def _weights_in(run: Run) -> str:
    places = dict.fromkeys(
        layer.weights_in for layer in run.layers if layer.weights_in and layer.weights_bytes
    )
    return "+".join(str(place) for place in places) or run.options.weights_in or NOTHING


def _class(run: Run) -> str:
    if run.outputs is None:
        return NOTHING
    found = "nothing" if run.classified_as is None else str(run.classified_as)
    if run.classified_right is None:
        return found
    return f"{found} right" if run.classified_right else f"{found} WRONG"


def _verdict(run: Run) -> str:
    if run.verified is None:
        return NOTHING if run.outputs is None else "unchecked"
    if run.verified.exact:
        return "exact"
    if run.verified.max_error is None:
        return "WRONG"
    return f"+-{run.verified.max_error:.0e}"


def _notes(runs: Sequence[Run]) -> list[str]:
    oracles = dict.fromkeys(run.verified.against for run in runs if run.verified is not None)
    notes = [f"Outputs compared with {' and '.join(oracles)}."] if oracles else []
    for run in runs:
        kept = [f"{layer.index} {layer.op}" for layer in run.layers if _fell_back(run, layer)]
        if kept:
            notes.append(f"{case_label(run)} ran the reference kernel in: {', '.join(kept)}.")
    for run in runs:
        slow = slow_partner(run, runs)
        slower = _slower_layers(run, slow) if slow is not None else []
        if slower:
            notes.append(f"{case_label(run)} is SLOWER than the reference in: {', '.join(slower)}.")
    return notes


def _slower_layers(fast: Run, slow: Run) -> list[str]:
    """Layers that take longer with the fast kernels, however short they are."""
    return [
        f"{number} {op}"
        for number, op, (before, after) in align.shown_rows([slow, fast])
        if before is not None and after is not None and after.ms > before.ms and not align.folded(after)
    ]


def _fell_back(run: Run, layer: Layer) -> bool:
    """Whether fast kernels were asked for and this layer has none: it must not go unsaid."""
    return run.options.use_cmsis_nn is True and (layer.kernel or "").startswith("reference_")


def kernel_tables(runs: Sequence[Run]) -> list[Grid]:
    """One table per board: which kernel ran each layer, and what it costs per multiply-accumulate."""
    return [
        _kernel_table(board, group)
        for board, group in by_board(runs).items()
        if any(layer.kernel for run in group for layer in run.layers)
    ]


def _kernel_table(board: str, runs: Sequence[Run]) -> Grid:
    modelled = any(run.modelled for run in runs)
    rows: list[Sequence[str]] = []
    for number, op, layers in align.shown_rows(runs):
        for run, layer in zip(runs, layers, strict=True):
            if layer is not None:
                first = not any(layers[: runs.index(run)])
                short = op.replace("+MAX_POOL_2D", "+MAX_POOL").replace("+AVERAGE_POOL_2D", "+AVG_POOL")
                rows.append([number if first else "", short if first else "", *_kernel_cells(run, layer)])
    headers = ["#", "layer", "case", "kernel", "instr", "instr\n/MAC", "cycles\n/MAC"]
    title = f"{board}: the kernel of each layer" + (", cycles modelled" if modelled else "")
    return Grid(headers, rows, title=title, text_columns=(2, 3))


def _short(kernel: str) -> str:
    """The kernels of a fused row; of the pool's only that it is one: the layer's name says which."""
    return re.sub(r"\+\w+_pool(?:_\w+)?$", "+pool", kernel)


def _kernel_cells(run: Run, layer: Layer) -> list[str]:
    return [
        case_label(run),
        _short(layer.kernel) if layer.kernel else NOTHING,
        count(layer.instructions),
        per_mac(layer.instructions_per_mac),
        per_mac(layer.cycles_per_mac),
    ]


_CSV = ["board", "source", "clock_hz", "model", "compression", "use_cmsis_nn", "use_overclock"]
_CSV += ["weights_in", "code_in", "index", "op", "kernel", "macs", "cycles", "ms", "instructions"]
_CSV += ["weights_bytes", "layer_weights_in"]


def as_csv(runs: Sequence[Run]) -> str:
    """One line per layer of each run, plain values, stalls by cause in columns of their own; no totals."""
    causes = sorted({cause for run in runs for layer in run.layers for cause in layer.stalls or ()})
    lines: list[list[object]] = []
    for run in runs:
        options = run.options
        head = [run.board, run.source, run.clock_hz, run.model.name, run.model.compression]
        head += [options.use_cmsis_nn, options.use_overclock, options.weights_in, options.code_in]
        for layer in run.layers:
            line: list[object] = [
                *head,
                layer.index,
                layer.op,
                layer.kernel,
                layer.macs,
                layer.cycles,
                layer.ms,
            ]
            line += [layer.instructions, layer.weights_bytes, layer.weights_in]
            lines.append([*line, *((layer.stalls or {}).get(cause) for cause in causes)])
    return to_csv([*_CSV, *(f"stall_{cause}" for cause in causes)], lines)
