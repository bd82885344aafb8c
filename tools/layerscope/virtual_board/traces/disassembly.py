# SPDX-License-Identifier: Apache-2.0
"""An instruction trace as text, with the instructions in the assembler's words."""

from __future__ import annotations

from collections.abc import Sequence

import capstone

from layerscope.virtual_board.image import Symbol
from layerscope.virtual_board.traces.instructions import Access, InstructionTrace
from layerscope.virtual_board.traces.names import Names, demangled

_FIELDS = ("", "cycle", "cycles", "address", "place", "instruction", "waited for", "memory")


class Disassembler:
    """The assembler's words for instructions in the order in which they ran.

    The library knows an IT block only where it reads it in one piece: the instructions of one are read
    behind those before them.
    """

    def __init__(self) -> None:
        self._engine = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS)
        # By the address of the next instruction: the block so far, and how many of it are to come.
        self._blocks: dict[int, tuple[bytes, int]] = {}

    def text(self, code: bytes, pc: int) -> str:
        before, left = self._blocks.pop(pc, (b"", 0))
        word = int.from_bytes(code[:2], "little")
        if word >> 8 == 0xBF and word & 0xF:  # IT: the lowest bit that is set ends the block
            before, left = b"", 5 - (word & -word & 0xF).bit_length()
        elif left > 0:
            left -= 1
        if left > 0:
            self._blocks[pc + len(code)] = (before + code, left)
        for address, _, mnemonic, operands in self._engine.disasm_lite(before + code, pc - len(before)):
            if address == pc:
                return f"{mnemonic} {operands}".strip()
        return f".inst 0x{code.hex()}"


def table(trace: InstructionTrace, functions: Sequence[Symbol], data: Sequence[Symbol]) -> str:
    """Aligned columns, one instruction a line, the place that was asked for with `>`."""
    places, variables, disassembler = Names(functions), Names([*data, *functions]), Disassembler()
    plain = demangled(symbol.name for symbol in [*functions, *data])
    rows = [_FIELDS]
    for line in trace.lines:
        causes = [f"{name} {count}" for name, count in line.causes.items()]
        if line.idle:
            causes.insert(0, f"(idle {line.idle})")
        rows.append(
            (
                ">" if line is trace.marked else "",
                "not done" if line.cycle is None else str(line.cycle),
                "" if line.cycle is None else str(sum(line.causes.values())),
                f"{line.pc:08x}",
                places.with_offset(line.pc, plain) or "-",
                disassembler.text(line.code, line.pc),
                ", ".join(causes),
                ", ".join(_access_text(access, variables, plain) for access in line.accesses),
            )
        )
    return _aligned(rows)


def _access_text(access: Access, variables: Names, plain: dict[str, str]) -> str:
    name = variables.with_offset(access.address, plain)
    what = "store" if access.write else "load"
    return f"{what} {access.size} at {access.address:08x}" + (f" {name}" if name else "")


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(_FIELDS))]
    text = ""
    for row in rows:
        cells = [
            cell.rjust(width) if column in (1, 2) else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        text += "  ".join(cells).rstrip() + "\n"
    return text
