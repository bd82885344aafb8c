# SPDX-License-Identifier: Apache-2.0
"""What a board description is made of."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    # What can be made to fail: a name, and what then does not happen.
    faults: dict[str, str] = field(default_factory=dict)

    def values(self) -> dict[str, int]:
        return {parameter.name: parameter.value for parameter in self.parameters}
