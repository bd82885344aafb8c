# SPDX-License-Identifier: Apache-2.0
"""One generated model with what it is fed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Case:
    op: str
    form: str
    """The types it computes in, as the family calls them: `int8`, `hybrid`, `float32 to int8`, ..."""
    number: int
    model: bytes
    inputs: tuple[tuple[Array, ...], ...]
    """Several inferences, each with all of the model's inputs."""
    summary: str
    """Shapes, quantisation and options in a line, for a report."""

    @property
    def name(self) -> str:
        return f"{self.op} {self.form} {self.number}"
