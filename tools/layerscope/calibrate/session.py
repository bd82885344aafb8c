# SPDX-License-Identifier: Apache-2.0
"""Talks to a calibration image on a port: asks for rows, and reads what it prints."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from layerscope.calibrate.image import Plan
from layerscope.calibrate.rows import Row
from layerscope.errors import LayerscopeError
from layerscope.serial.console import FAILURE, REFUSAL, Console, SilentBoard

RUNS = 9
_ROW = re.compile(r'row (\d+) "(.*)" repeats (\d+) cycles (\d+) median (\d+) samples((?: \d+)+)$')
_COMMAND_BYTES = 200  # the image takes lines of 240
Done = Callable[[int, int], None]  # pieces measured so far, and all of them


@dataclass(frozen=True)
class Measurement:
    """What a board measured: samples in cycles by piece number, and what it said about itself."""

    summary: dict[str, Any]
    samples: dict[int, list[int]]

    def cycles(self) -> dict[int, float]:
        """The median of each piece's samples: the first runs warm caches and predictors up."""
        return {number: float(median(samples)) for number, samples in self.samples.items()}

    def values(self, plan: Plan, rows: Sequence[Row]) -> list[float]:
        cycles = self.cycles()
        return [plan.value(row, cycles) for row in rows]


def measure(
    console: Console,
    plan: Plan,
    rows: Sequence[Row] | None = None,
    runs: int = RUNS,
    done: Done | None = None,
) -> Measurement:
    """Measures the plan's rows, or `rows` of them, on the board behind `console`, which has booted."""
    wanted = plan.pieces_of(plan.rows if rows is None else rows)
    samples: dict[int, list[int]] = {}
    summary: dict[str, Any] = {}

    def keep(number: int, values: list[int]) -> None:
        samples[number] = values
        if done is not None:
            done(len(samples), len(wanted))

    for command in _commands(wanted, runs):
        console.send(command)
        summary = _read(console, plan, runs, keep)
    missing = [number for number in wanted if number not in samples]
    if missing:
        raise LayerscopeError(
            f"the board at {console.name} left out row {missing[0]} (`{plan.pieces[missing[0]].name}`); "
            "characters were lost on the way: try again"
        )
    return Measurement(summary, samples)


def identify(console: Console, plan: Plan) -> None:
    """Asks for one row: a wrong board, or another version's image, is worth knowing before all of them."""
    console.send("calibrate 1 0")
    _read(console, plan, 1, lambda number, values: None)


def _commands(wanted: Sequence[int], runs: int) -> Iterator[str]:
    line = ""
    for number in wanted:
        if len(line) > _COMMAND_BYTES:
            yield line
            line = ""
        line = f"{line or f'calibrate {runs}'} {number}"
    if line:
        yield line


def _read(console: Console, plan: Plan, runs: int, keep: Callable[[int, list[int]], None]) -> dict[str, Any]:
    """Gives the rows of one command to `keep`; returns the line that ends them."""
    count = total = 0
    for line in console.lines():
        if line.startswith("row "):
            number, values = _row(line, plan, runs, console.name)
            keep(number, values)
            count += 1
            total += sum(values)
        elif line.startswith("{"):
            summary = _summary(line, plan, console.name)
            if summary["rows"] != count or summary["sum"] != total % 2**32:
                raise LayerscopeError(
                    f"{console.name}: the rows' sum is not the one that the board counted; characters were "
                    "lost or changed on the way: try again, or a shorter cable"
                )
            return summary
        elif line.startswith("error: "):
            raise LayerscopeError(f"the board at {console.name} says: {line.removeprefix('error: ')}")
        elif REFUSAL.search(line):
            raise LayerscopeError(
                f"what runs on the board at {console.name} is no calibration image ({line.strip()}); leave "
                "--no-upload away, or write the image that `layerscope calibrate --build` names"
            )
        elif FAILURE.search(line):
            raise LayerscopeError(f"the board at {console.name} failed: {line.strip()}")
    raise SilentBoard(
        f"the board at {console.name} did not finish in {console.silence_s:g} s of silence; check that this "
        "is the console's port (115200 8N1) and that the board has the calibration image, then press its "
        "reset button"
    )


def _row(line: str, plan: Plan, runs: int, name: str) -> tuple[int, list[int]]:
    found = _ROW.match(line)
    if found is None:
        raise LayerscopeError(
            f"{name} sent a damaged line, `{line[:80]}`; characters were lost on the way: try again, or a "
            "shorter cable"
        )
    number, repeats = int(found[1]), int(found[3])
    values = [int(text) for text in found[6].split()]
    if number >= len(plan.pieces) or (plan.pieces[number].name, plan.pieces[number].repeats) != (
        found[2],
        repeats,
    ):
        raise LayerscopeError(
            f"the image on the board at {name} has other rows than this version (row {number} is "
            f"`{found[2]}`, {repeats} times); upload this version's: leave --no-upload away"
        )
    if len(values) != runs or int(found[4]) != min(values):
        raise LayerscopeError(
            f"{name} sent a damaged line, `{line[:80]}`: its figures do not agree; try again"
        )
    return number, values


def _summary(line: str, plan: Plan, name: str) -> dict[str, Any]:
    try:
        summary = json.loads(line)
        version, board, sources = summary["calibrate"], summary["board"], summary["sources"]
        int(summary["rows"]), int(summary["sum"]), int(summary["clock_hz"])
    except (ValueError, KeyError, TypeError) as error:
        raise LayerscopeError(
            f"{name} sent a damaged last line ({error!r}); characters were lost on the way: try again"
        ) from error
    if board != plan.board:
        raise LayerscopeError(f"the board at {name} is a {board}, not a {plan.board}; say --board {board}")
    if version != 1 or sources != plan.sources:
        raise LayerscopeError(
            f"the image on the board at {name} was built from other sources than this version's; upload this "
            "version's: leave --no-upload away"
        )
    assert isinstance(summary, dict)
    return summary
