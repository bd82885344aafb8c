# SPDX-License-Identifier: Apache-2.0
"""What `layerscope calibrate` is doing: a line that renews itself on a terminal, one plain line elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType

import click
from tqdm import tqdm


class Progress:
    """Shows one step, and how far it has come."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar = tqdm(
            disable=not sys.stderr.isatty(),
            leave=False,
            dynamic_ncols=True,
            file=sys.stderr,
            bar_format="[{elapsed}] {desc}",
        )
        if self._bar.disable:
            click.echo(what, err=True)
        self._bar.set_description_str(what)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()

    def step(self, text: str) -> None:
        self._bar.set_description_str(f"{self._what}: {text}")

    def part(self, done: int, of: int) -> None:
        self.step(f"{done} of {of}")
