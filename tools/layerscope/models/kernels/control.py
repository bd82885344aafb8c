# SPDX-License-Identifier: Apache-2.0
"""Control flow and variables."""

from __future__ import annotations

from layerscope.models.kernels.rule import Rule, types

RULES: dict[str, Rule] = {
    "ASSIGN_VARIABLE": Rule("AddAssignVariable", types("resource ->"), inputs=2, outputs=0),
    "CALL_ONCE": Rule("AddCallOnce", types("->"), inputs=0, outputs=0, op_data_bytes=1),
    "IF": Rule("AddIf", types("bool ->"), outputs=None),
    "READ_VARIABLE": Rule("AddReadVariable", types("resource ->")),
    "VAR_HANDLE": Rule("AddVarHandle", types("-> resource"), inputs=0, op_data_bytes=4),
    "WHILE": Rule("AddWhile", types("->"), outputs=None),
}
