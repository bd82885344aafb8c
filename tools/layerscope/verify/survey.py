# SPDX-License-Identifier: Apache-2.0
"""A number of generated cases spread evenly over operators and forms, and what came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tabulate import tabulate

from layerscope.errors import LayerscopeError
from layerscope.verify.generated import Key, Outcome, supported_forms
from layerscope.verify.workers import check_cases

Pair = tuple[str, str]
_MOST_REFUSED = 4
"""Numbers tried for each case wanted: a family that the oracle refuses more often checks too little."""


@dataclass
class Tally:
    """The cases of one operator in one form."""

    exact: int = 0
    within: int = 0
    different: int = 0
    refused: int = 0
    elements: int = 0
    max_error: float = 0.0

    @property
    def compared(self) -> int:
        return self.exact + self.within + self.different

    def add(self, outcome: Outcome) -> None:
        self.exact += outcome.verdict == "exact"
        self.within += outcome.verdict == "within bound"
        self.different += outcome.verdict == "different"
        self.refused += outcome.verdict == "refused"
        self.elements += outcome.elements
        self.max_error = max(self.max_error, outcome.max_error)


@dataclass
class Survey:
    tallies: dict[Pair, Tally] = field(default_factory=dict)
    failures: list[Outcome] = field(default_factory=list)
    starved: list[Pair] = field(default_factory=list)
    """Of which the oracle refused too many to compare as many as asked for."""

    @property
    def passed(self) -> bool:
        return self.compared > 0 and not self.failures and not self.starved

    @property
    def compared(self) -> int:
        return sum(tally.compared for tally in self.tallies.values())

    @property
    def elements(self) -> int:
        return sum(tally.elements for tally in self.tallies.values())

    def table(self) -> str:
        rows = [
            [
                op,
                form,
                tally.compared,
                tally.elements,
                tally.exact,
                tally.within,
                tally.different,
                tally.refused,
            ]
            for (op, form), tally in sorted(self.tallies.items())
        ]
        headers = ["operator", "types", "models", "elements", "exact", "within bound", "different", "refused"]
        text: str = tabulate(rows, headers)
        return text

    def summary(self) -> str:
        refused = sum(tally.refused for tally in self.tallies.values())
        operators = len({op for op, _ in self.tallies})
        counted = (
            f"{self.compared} generated models of {operators} operators, {self.elements} elements compared "
            f"({refused} more models the oracle does not take)"
        )
        if self.failures:
            return f"{counted}: {len(self.failures)} DIFFERENT; the first is {self.failures[0].name}"
        if self.starved:
            return f"{counted}: too few of {', '.join(' '.join(pair) for pair in self.starved)}"
        return f"{counted}: all as they must be"


def models_each(total: int, pairs: Sequence[Pair]) -> dict[Pair, int]:
    """How many models of each pair make `total`; one at least."""
    return {pair: max(1, -(-(total - place) // len(pairs))) for place, pair in enumerate(pairs)}


def survey(
    total: int,
    pairs: Sequence[Pair] | None = None,
    processes: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Survey:
    """Compares at least `total` models over `pairs` (default: all that the runtime has)."""
    chosen = supported_forms() if pairs is None else list(pairs)
    if not chosen:
        raise LayerscopeError("no such operator is both in this runtime and generated; see docs/operators.md")
    found = Survey({pair: Tally() for pair in chosen})
    wanted = models_each(total, chosen)
    tried = dict.fromkeys(chosen, 0)
    while keys := list(_next_keys(found, wanted, tried)):
        for outcome in check_cases(keys, processes):
            found.tallies[outcome.op, outcome.form].add(outcome)
            if outcome.verdict == "different":
                found.failures.append(outcome)
            if progress is not None:
                progress(found.compared)
    found.failures.sort(key=lambda outcome: outcome.name)
    found.starved = [pair for pair in chosen if found.tallies[pair].compared < wanted[pair]]
    return found


def _next_keys(found: Survey, wanted: dict[Pair, int], tried: dict[Pair, int]) -> Iterator[Key]:
    """One round: as many numbers as are missing, until too many were refused."""
    for pair, count in wanted.items():
        missing = count - found.tallies[pair].compared
        for _ in range(min(missing, count * _MOST_REFUSED - tried[pair])):
            yield (*pair, tried[pair])
            tried[pair] += 1
