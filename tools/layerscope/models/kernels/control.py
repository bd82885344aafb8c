# SPDX-License-Identifier: Apache-2.0
"""Control flow and variables."""

from __future__ import annotations

from layerscope.models.kernels.rule import Rule

RULES: dict[str, Rule] = {
    "ASSIGN_VARIABLE": Rule("AddAssignVariable", inputs=2, outputs=0),
    "CALL_ONCE": Rule("AddCallOnce", inputs=0, outputs=0),
    "IF": Rule("AddIf", outputs=None),
    "READ_VARIABLE": Rule("AddReadVariable"),
    "VAR_HANDLE": Rule("AddVarHandle", inputs=0),
    "WHILE": Rule("AddWhile", outputs=None),
}
