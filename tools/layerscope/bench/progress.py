# SPDX-License-Identifier: Apache-2.0
"""The progress line of a benchmark: a tqdm bar on a terminal, plain lines anywhere else."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

import click
from tqdm import tqdm

from layerscope.bench import matrix
from layerscope.bench.runner import Result
from layerscope.build import Variant
from layerscope.results.figures import ms


class Progress:
    """Shows what every job is doing; safe to use from several threads."""

    def __init__(self, total: int) -> None:
        self._terminal = sys.stderr.isatty()
        self._lock = threading.Lock()
        self._doing: dict[str, str] = {}
        self._bar = tqdm(
            total=total,
            disable=not self._terminal,
            leave=False,
            dynamic_ncols=True,
            file=sys.stderr,
            bar_format="{n_fmt}/{total_fmt} [{elapsed}] {desc}",  # what happens matters more than a bar
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def report(self, variant: Variant, step: str) -> None:
        """What a job does at the moment."""
        with self._lock:
            self._doing[matrix.name(variant)] = step
            self._bar.set_description_str("; ".join(f"{name}: {what}" for name, what in self._doing.items()))

    def done(self, result: Result) -> None:
        """A job's last line: the memory its image takes and the time it took, or why there is none."""
        with self._lock:
            name = matrix.name(result.variant)
            self._doing.pop(name, None)
            self._write(f"{name}: {_summary(result)}")
            self._bar.update()

    def _write(self, line: str) -> None:
        if self._terminal:
            self._bar.write(line, file=sys.stderr)
        else:
            click.echo(line, err=True)


def _summary(result: Result) -> str:
    if result.run is None:
        return "failed"  # the sentence comes at the end, after the tables
    parts = []
    if result.image is not None:
        image = result.image
        parts = [
            f"flash {image.flash_bytes:,} B ({image.flash_share:.1%})",
            f"RAM {image.ram_bytes:,} B ({image.ram_share:.1%})",
        ]
    kind = " modelled" if result.run.modelled else ""
    return ", ".join([*parts, f"{ms(result.run.total_ms)} ms{kind}"])
