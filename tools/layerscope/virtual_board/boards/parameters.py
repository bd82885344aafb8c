# SPDX-License-Identifier: Apache-2.0
"""What a board description is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Parameter:
    """One number of the timing model, in core cycles unless the name says otherwise, and its source."""

    name: str
    value: int
    source: str


@dataclass(frozen=True)
class Board:
    name: str
    soc: str
    load_address: int
    parameters: list[Parameter] = field(default_factory=list)
    # Registers that are not 0 after reset: a file beside this one, a line each: address, value, name.
    reset_values: str = ""
    # What can be made to fail: a name, and what then does not happen.
    faults: dict[str, str] = field(default_factory=dict)

    def reset_lines(self) -> list[str]:
        """Lines of `reset_values`, by address."""
        if not self.reset_values:
            return []
        text = (Path(__file__).parent / self.reset_values).read_text(encoding="utf-8")
        return [line for line in text.splitlines() if not line.startswith("#")]

    def values(self) -> dict[str, int]:
        return {parameter.name: parameter.value for parameter in self.parameters}
