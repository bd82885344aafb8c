# SPDX-License-Identifier: Apache-2.0
"""GDB's `monitor` commands."""

from __future__ import annotations

from typing import Any

from layerscope.virtual_board.debugger import DebuggedBoard

HELP = """reset        restart the board; it stands still before its first instruction (also: reset halt)
halt         nothing to do: the board stands still whenever a command can be typed
cycles       cycles (modelled), instructions, and where the cycles went
unmodelled   registers without a model that the program used, and where first
help         this list
"""


def describe_cycles(report: dict[str, Any]) -> str:
    """The counters since power-on, the largest cause first."""
    exact = "modelled" if report["timing"] else "one per instruction: timing is off"
    lines = [f"{report['cycles']} cycles ({exact}), {report['instructions']} instructions, at {report['at']}"]
    causes = sorted(report["stalls"].items(), key=lambda cause: -cause[1])
    lines += [f"  {name:24} {cycles:14}" for name, cycles in causes if cycles]
    return "\n".join(lines) + "\n"


def describe_unmodelled(report: dict[str, Any]) -> str:
    if not report["unmodelled"]:
        return "none so far\n"
    return "".join(f"{one['register']} {one['access']}: {one['at']}\n" for one in report["unmodelled"])


def answer(board: DebuggedBoard, command: str) -> str | None:
    """The answer to `command`; None when the board is to be reset."""
    words = command.split()
    if words in (["reset"], ["reset", "halt"], ["reset", "init"], ["init"]):
        return None
    if words == ["halt"]:
        return ""
    if words == ["cycles"]:
        return describe_cycles(board.report())
    if words == ["unmodelled"]:
        return describe_unmodelled(board.report())
    if words == ["help"]:
        return HELP
    return f"there is no monitor command `{command}`; monitor help lists them\n"
