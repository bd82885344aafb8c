# SPDX-License-Identifier: Apache-2.0
"""Stacked bars of layers per case, one picture per record; needs matplotlib, the extra `plot`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from layerscope.errors import LayerscopeError, how_to_install
from layerscope.results import align
from layerscope.results.figures import case_label, megahertz
from layerscope.results.record import Run
from layerscope.results.tables import by_board


def check_can_plot(path: Path) -> None:
    """Raises a sentence where `save_plot` would: worth knowing before the runs, not after."""
    if path.suffix.lower() not in (".svg", ".png", ".pdf"):
        raise LayerscopeError(f"{path} has no picture suffix; name it .svg, .png or .pdf")
    if find_spec("matplotlib") is None:
        raise LayerscopeError(f"plots need matplotlib, which is not installed; run {how_to_install('plot')}")


def save_plot(path: Path, runs: Sequence[Run]) -> None:
    """Writes stacked bars (ms, a colour per layer), one panel per board; the suffix picks the format."""
    check_can_plot(path)
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    groups = by_board(runs)
    figure, panels = pyplot.subplots(1, len(groups), figsize=(6.0 * len(groups), 5.0), squeeze=False)
    for panel, (board, group) in zip(panels[0], groups.items(), strict=True):
        places = range(len(group))
        base = [0.0] * len(group)
        colours = pyplot.get_cmap("tab20")
        for number, (op, layers) in enumerate(align.rows(group)):
            heights = [layer.ms if layer else 0.0 for layer in layers]
            panel.bar(places, heights, bottom=base, label=f"{number} {op}", color=colours(number % 20))
            base = [low + height for low, height in zip(base, heights, strict=True)]
        for place, run in zip(places, group, strict=True):
            panel.annotate(f"{run.total_ms:.2f}", (place, run.total_ms), ha="center", va="bottom")
        panel.set_xticks(list(places), [case_label(run).replace(" + ", "\n+ ") for run in group])
        kind = "modelled ms" if any(run.modelled for run in group) else "ms"
        panel.set_ylabel(f"{kind} per inference")
        panel.set_title(f"{board}, {megahertz(group[0].clock_hz)}")
    panels[0][-1].legend(fontsize="small", loc="upper left", bbox_to_anchor=(1.01, 1.0))
    figure.tight_layout()
    try:
        figure.savefig(path)
    except OSError as error:
        raise LayerscopeError(f"{path} cannot be written: {error.strerror}; give another path") from error
    finally:
        pyplot.close(figure)
