# SPDX-License-Identifier: Apache-2.0
"""Operators with a state of their own."""

from __future__ import annotations

from layerscope.models.kernels.rule import CLAMPING, Rule

RULES: dict[str, Rule] = {
    "SVDF": Rule("AddSvdf", inputs=3),
    "UNIDIRECTIONAL_SEQUENCE_LSTM": Rule(
        "AddUnidirectionalSequenceLSTM", inputs=1, activations=(*CLAMPING, "tanh")
    ),
}
