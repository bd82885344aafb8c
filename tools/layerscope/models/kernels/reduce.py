# SPDX-License-Identifier: Apache-2.0
"""Reductions over axes."""

from __future__ import annotations

from layerscope.models.kernels.rule import Rule

RULES: dict[str, Rule] = {
    "ARG_MAX": Rule("AddArgMax", inputs=2),
    "ARG_MIN": Rule("AddArgMin", inputs=2),
    "MEAN": Rule("AddMean", inputs=2),
    "REDUCE_MAX": Rule("AddReduceMax", inputs=2),
    "REDUCE_MIN": Rule("AddReduceMin", inputs=2),
    "SUM": Rule("AddSum", inputs=2),
}
