# SPDX-License-Identifier: Apache-2.0
"""The instructions around a place of a run: what each one waited for, and the memory it touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layerscope.errors import LayerscopeError
from layerscope.virtual_board.image import Symbol
from layerscope.virtual_board.traces.names import demangled


@dataclass(frozen=True)
class Access:
    write: bool
    address: int
    size: int


@dataclass(frozen=True)
class TracedInstruction:
    """`causes` are the cycles since the instruction before; `cycle` is None where the run ended before it."""

    cycle: int | None
    pc: int
    code: bytes
    causes: dict[str, int]
    idle: int  # cycles before it in which the processor waited: in no cause, nor in `cycle`
    accesses: tuple[Access, ...]


def read_instructions(text: str) -> list[TracedInstruction]:
    """Lines as the engine writes them (trace/instructions.h)."""
    return [_read(line) for line in text.splitlines()]


def _read(line: str) -> TracedInstruction:
    cycle, pc, code, causes, accesses = line.split("|")
    cycles = {name: int(count) for name, count in (part.split("=") for part in causes.split())}
    words = accesses.split()
    return TracedInstruction(
        int(cycle) if cycle else None,
        int(pc, 16),
        bytes.fromhex(code),
        {name: count for name, count in cycles.items() if name != "idle"},
        cycles.get("idle", 0),
        tuple(
            Access(kind == "w", int(address, 16), int(size))
            for kind, address, size in zip(words[::3], words[1::3], words[2::3], strict=True)
        ),
    )


@dataclass(frozen=True)
class TracePlace:
    """`at` is a cycle (`120000`), a function, or the address of an instruction (`0x080012a4`), whose first
    execution is meant; None is the end of the run. `window` instructions before it and behind it are kept.
    """

    at: str | None = None
    window: int = 100

    def options(self, functions: Sequence[Symbol]) -> dict[str, str]:
        """What the engine has to be told."""
        options = {"trace_window": str(self.window)}
        if self.at is None:
            return options
        if self.at.isdecimal():
            return options | {"trace_at": self.at}
        if self.at.lower().startswith("0x"):
            try:
                return options | {"trace_at_pc": f"{int(self.at, 16) & ~1:x}"}
            except ValueError:
                raise LayerscopeError(f"`{self.at}` is no address; give one such as 0x080012a4") from None
        return options | {"trace_at_pc": f"{_function(self.at, functions):x}"}

    def pick(self, lines: Sequence[TracedInstruction], place: int | None) -> list[TracedInstruction]:
        """`window` instructions before the place, itself, and as many behind it; or else the last ones."""
        if place is None:
            return list(lines[-self.window :])
        return list(lines[max(place - self.window, 0) : place + self.window + 1])


def _function(name: str, functions: Sequence[Symbol]) -> int:
    plain = demangled(symbol.name for symbol in functions)
    for symbol in functions:
        if name in (symbol.name, plain.get(symbol.name)):
            return symbol.address
    raise LayerscopeError(
        f"the image has no function `{name}` to trace at; give a function of the ELF file (inlined ones are "
        "none), a cycle, or the address of an instruction such as 0x080012a4"
    )


def place_among(lines: Sequence[TracedInstruction], options: dict[str, str]) -> int | None:
    """Which of `lines` is the place that `TracePlace.options` name; None: it was not reached."""
    for number, line in enumerate(lines):
        if "trace_at_pc" in options and line.pc == int(options["trace_at_pc"], 16):
            return number
        if "trace_at" in options and line.cycle is not None and line.cycle >= int(options["trace_at"]):
            return number
    return None


@dataclass(frozen=True)
class InstructionTrace:
    lines: list[TracedInstruction]
    marked: TracedInstruction | None  # the place; None: it was the end of the run, or was not reached
    reached: bool
