# SPDX-License-Identifier: Apache-2.0
"""What entry, return, nesting, tail-chaining and FP frames cost; the stacks lie in tightly coupled memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from bare_firmware import BOARDS, build, needs_tools, session

pytestmark = needs_tools
ENTRY, RETURN, TAIL_CHAIN, FP_FRAME = 12, 12, 6, 9
COSTS = {
    "one": ENTRY + RETURN,
    "nested": 2 * (ENTRY + RETURN),
    "tail-chained": ENTRY + TAIL_CHAIN + RETURN,
    "lazy, unused": ENTRY + RETURN,
    "lazy, used": ENTRY + 2 * FP_FRAME + RETURN,  # stored at the first use, loaded at the end
    "at once": ENTRY + 2 * FP_FRAME + RETURN,
}


@pytest.mark.parametrize("board", BOARDS)
def test_exceptions_cost_what_their_kind_costs(board: str, tmp_path: Path) -> None:
    with session(build(tmp_path, board, "exception_times.c"), board) as s:
        layers = s.board.report()["layers"]
    assert {kind: layer["stalls"]["exception"] for kind, layer in zip(COSTS, layers, strict=True)} == COSTS
    assert [layer["exceptions"] for layer in layers] == [1, 2, 2, 1, 1, 1]


def test_each_parameter_counts(tmp_path: Path) -> None:
    elf = build(tmp_path, BOARDS[0], "exception_times.c")
    changed = {
        "exception_entry": [1, 2, 1, 1, 1, 1],
        "exception_return": [1, 2, 1, 1, 1, 1],
        "exception_tail_chain": [0, 0, 1, 0, 0, 0],
        "exception_fp_frame": [0, 0, 0, 0, 2, 2],
    }
    values = {
        "exception_entry": ENTRY,
        "exception_return": RETURN,
        "exception_tail_chain": TAIL_CHAIN,
        "exception_fp_frame": FP_FRAME,
    }
    for name, times in changed.items():
        with session(elf, BOARDS[0], parameters={name: values[name] + 100}) as s:
            seen = [layer["stalls"]["exception"] for layer in s.board.report()["layers"]]
        assert seen == [cost + 100 * n for cost, n in zip(COSTS.values(), times, strict=True)], name
