# SPDX-License-Identifier: Apache-2.0
"""`DebuggedBoard`: a virtual board that halts, steps, and shows its registers and memory."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layerscope.virtual_board.board import VirtualBoard, VirtualBoardError
from layerscope.virtual_board.boards import Board

# In the engine's order (cpu.h).
REGISTERS = (
    *(f"r{n}" for n in range(13)),
    *("sp", "lr", "pc", "xpsr", "msp", "psp", "primask", "basepri", "faultmask", "control", "fpscr"),
    *(f"s{n}" for n in range(32)),
)
_CHUNK = 2048  # bytes in one line of the control channel


@dataclass(frozen=True)
class Halt:
    """Why the board stands still.

    `reason`: `request`, `reset`, `step`, `breakpoint`, `watchpoint` (with `address` and `kind`: `read`,
    `write` or `access`), `program` (a BKPT instruction), or `stopped`: the engine ended the run, and
    `sentence` says why; only `reset` leads on from there.
    """

    reason: str
    address: int = 0
    kind: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class MemoryRegion:
    name: str
    base: int
    size: int
    writable: bool  # by the program; what is not is flash


class DebuggedBoard(VirtualBoard):
    """A virtual board under a debugger's control; it stands still before its first instruction.

    While it stands still no virtual time passes. `on_halt` is called from another thread.
    """

    def __init__(
        self,
        elf: Path | str,
        board: str | Board,
        *,
        on_halt: Callable[[Halt], None] | None = None,
        **options: Any,
    ) -> None:
        self._halts: queue.Queue[Halt] = queue.Queue()
        self._on_halt = on_halt or self._halts.put
        super().__init__(elf, board, on_halted=self._take_halt, **options)

    def __enter__(self) -> DebuggedBoard:
        super().__enter__()
        return self

    def _take_halt(self, message: dict[str, Any]) -> None:
        fields = {
            name: message[name] for name in ("reason", "address", "kind", "sentence") if name in message
        }
        self._on_halt(Halt(**fields))

    def wait_for_halt(self, timeout: float = 20.0) -> Halt:
        """The next halt; not for boards with an `on_halt` of their own."""
        try:
            return self._halts.get(timeout=timeout)
        except queue.Empty:
            raise VirtualBoardError(f"the board did not halt within {timeout:.0f} s") from None

    # `halt`, breakpoints and watchpoints may be asked for while the board runs, too.

    def halt(self) -> None:
        """Asks the board to stand still; a `request` follows. Attaches again after `detach`."""
        self.ask("halt")

    def resume(self) -> None:
        self.ask("continue")

    def step(self) -> None:
        """One instruction; a `step` follows."""
        self.ask("step")

    def reset(self) -> None:
        """A system reset; a `reset` follows, before the first instruction."""
        self.ask("reset")

    def detach(self) -> None:
        """Forgets all breakpoints and watchpoints and lets the board run."""
        self.ask("detach")

    def registers(self) -> dict[str, int]:
        return dict(zip(REGISTERS, self.ask("registers")["registers"], strict=True))

    def write_register(self, name: str, value: int) -> None:
        self.ask(f"set {REGISTERS.index(name)} {value:x}")

    def set_breakpoint(self, address: int, on: bool = True) -> None:
        self.ask(f"break {address:x} {int(on)}")

    def set_watchpoint(self, kind: str, address: int, size: int, on: bool = True) -> None:
        """`kind` is `read`, `write` or `access`. The board halts behind the access."""
        self.ask(f"watch {kind[0]} {address:x} {size:x} {int(on)}")

    def write_memory(self, address: int, data: bytes) -> bool:
        """Writes RAM or registers, with a register's effects; False where neither is."""
        return self._in_chunks("write", address, data)

    def program_flash(self, address: int, data: bytes) -> bool:
        return self._in_chunks("program", address, data)

    def erase_flash(self, address: int, size: int) -> bool:
        return bool(self.ask(f"erase {address:x} {size:x}")["done"])

    def _in_chunks(self, command: str, address: int, data: bytes) -> bool:
        return all(self.ask(f"{command} {address + at:x} {part.hex()}")["done"] for at, part in _chunks(data))

    def memories(self) -> list[MemoryRegion]:
        return [MemoryRegion(**region) for region in self.ask("memories")["memories"]]


def _chunks(data: bytes) -> Iterator[tuple[int, bytes]]:
    for at in range(0, len(data), _CHUNK):
        yield at, data[at : at + _CHUNK]
