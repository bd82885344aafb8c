# SPDX-License-Identifier: Apache-2.0
"""Where the cycles of a layer go and what would help: only what the record's counts support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layerscope.results import align
from layerscope.results.figures import NOTHING, ms, per_mac, run_label
from layerscope.results.grid import RULE, Grid
from layerscope.results.record import Layer, Run

# Columns of the table: heading and the causes that it adds up. `dcache_miss` takes every memory's.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("issue", ("issue",)),
    ("depend", ("dependency", "load_use")),
    ("mac+fp", ("mac", "fp")),
    ("I$", ("icache_miss",)),
    ("D$", ("dcache_miss",)),
    ("store", ("store",)),
    ("branch", ("branch", "exception")),
)
DOMINANT = 0.25  # a cause with less than this share of a layer's cycles is not worth acting on first


@dataclass(frozen=True)
class Explanation:
    run: Run
    grid: Grid
    sentences: list[str]


def share(layer: Layer, causes: Sequence[str]) -> float:
    """The part of a layer's counted cycles that the causes took, 0 to 1."""
    stalls = layer.stalls or {}
    total = sum(stalls.values())
    taken = sum(
        cycles
        for cause, cycles in stalls.items()
        if cause in causes or ("dcache_miss" in causes and cause.startswith("dcache_miss_"))
    )
    return taken / total if total else 0.0


def explain(run: Run) -> Explanation:
    """A table of shares by cause, and one sentence for each layer that takes 5 % of the time or more."""
    has_stalls = any(layer.stalls for layer in run.layers)
    shown = [group for group in GROUPS if any(share(layer, group[1]) >= 0.005 for layer in run.layers)]
    rows: list[Sequence[str]] = []
    for number, op, (layer,) in align.shown_rows([run]):
        assert layer is not None  # one run has all of its rows
        part = layer.ms / run.total_ms if run.total_ms else 0.0
        row = [number, op, ms(layer.ms), _percent(part), per_mac(layer.cycles_per_mac)]
        rows.append(
            row + [_percent(share(layer, causes)) if layer.stalls else NOTHING for _, causes in shown]
        )
    rows.append(RULE)
    per_mac_total = run.total_cycles / run.total_macs if run.total_cycles and run.total_macs else None
    rows.append(["", "total", ms(run.total_ms), "100 %", per_mac(per_mac_total), *[""] * len(shown)])
    headers = ["#", "layer", "ms", "share", "cycles\n/MAC", *(name for name, _ in shown)]
    heavy = sorted(
        (layer for layer in run.layers if run.total_ms and layer.ms >= 0.05 * run.total_ms),
        key=lambda layer: -layer.ms,
    )
    if has_stalls:
        sentences = [f"{layer.index} {layer.op}: {cause_sentence(layer)}" for layer in heavy]
    else:
        sentences = [
            "This record has no stall counts: a board cannot see them. Run the same image on a virtual board "
            "(`layerscope bench --json FILE`) to see where the cycles go."
        ]
    notes = ["depend: waits for results, I$ and D$: waits for cache line fills; the rest are instructions."]
    return Explanation(
        run, Grid(headers, rows, title=run_label(run), notes=notes if shown else ()), sentences
    )


def _percent(part: float) -> str:
    return f"{100 * part:.0f} %"


def cause_sentence(layer: Layer) -> str:
    """The largest cause of a layer's cycles in words, and what would help against it."""
    candidates = [
        (share(layer, causes), _ADVICE[name]) for name, causes in GROUPS if name not in ("issue", "mac+fp")
    ]
    part, advice = max(candidates, key=lambda candidate: candidate[0])
    if part >= DOMINANT:
        return f"{_percent(part)} of its cycles {advice(layer)}"
    return _compute(layer)


def _data_misses(layer: Layer) -> str:
    stalls = {cause: cycles for cause, cycles in (layer.stalls or {}).items() if "dcache_miss_" in cause}
    memory = max(stalls, key=lambda cause: stalls[cause]).removeprefix("dcache_miss_")
    text = f"wait for data-cache line fills from {memory}"
    if layer.weights_in == memory and layer.weights_bytes:
        text += f", where its {layer.weights_bytes:,} bytes of weights are"
        if memory in ("flash", "sdram", "qspi"):
            return f"{text}; try `--weights-in` a faster memory, or compressed weights."
        return f"{text}; compressed weights would need fewer lines."
    return f"{text}; activations or scratch lie there: a kernel that reuses each line more would need fewer."


def _instruction_misses(layer: Layer) -> str:
    return (
        "wait for instruction-cache line fills; try `--code-in itcm`, or a kernel with a smaller inner loop."
    )


def _dependencies(layer: Layer) -> str:
    return (
        "wait for the results of earlier instructions (loads included); more independent accumulators, "
        "or loads placed earlier, would fill these cycles."
    )


def _stores(layer: Layer) -> str:
    return "wait for the store buffer; writing whole words instead of bytes would help."


def _branches(layer: Layer) -> str:
    return "are mispredicted or taken branches; a longer or unrolled inner loop would help."


_ADVICE = {
    "depend": _dependencies,
    "I$": _instruction_misses,
    "D$": _data_misses,
    "store": _stores,
    "branch": _branches,
}


def _compute(layer: Layer) -> str:
    """No stall dominates: the instructions themselves take the time."""
    if layer.cycles_per_mac is None or layer.instructions_per_mac is None:
        return "no stall dominates: it executes instructions nearly all of the time."
    text = (
        f"no stall dominates: {layer.instructions_per_mac:.2f} instructions and "
        f"{layer.cycles_per_mac:.2f} cycles per multiply-accumulate"
    )
    if (layer.kernel or "").startswith("reference"):
        return f"{text} in the reference kernel; `--cmsis-nn on` is the first thing to try."
    return f"{text}; fewer instructions per multiply-accumulate (larger register blocks) would help."
