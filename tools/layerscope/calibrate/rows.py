# SPDX-License-Identifier: Apache-2.0
"""What a row of the calibration is, and the two kinds there are: of the pipeline and of a memory.

A row's value is a sum of measured pieces of code, each times a factor: the same code longer and shorter, or
from one memory and from another, so that what both share falls out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

BOARDS = ("disco_f746ng", "teensy40")
Memory = Literal["dtcm", "flash", "sram", "ocram", "sdram"]
# flash_alias: through the ITCM bus and ART, disco_f746ng only.
Place = Literal["itcm", "flash", "flash_alias", "sram", "ocram"]
REGION_BYTES = 1 << 15  # of each memory, which a loop goes through once
CODE_BYTES = 1 << 11  # of straight code
INPUTS = 576  # floats that the fully connected layer reads again for each output
LINE_BYTES = 32


@dataclass(frozen=True)
class Piece:
    """Code between two reads of the cycle counter, as the board runs it.

    r8 points to `memory`, r9 to DTCM, r5 to the inputs; r12 and lr belong to the harness, and of the FPU's
    registers s0 to s15 are free. The code may not depend on its address.
    """

    name: str
    code: str  # assembly, instructions separated by `;`
    setup: str
    memory: Memory
    repeats: int
    cold: bool  # caches and branch predictor are emptied before each run
    place: Place = "itcm"  # where the code runs
    uncached: bool = False  # the caches are off
    flash_acr: int | None = None  # disco_f746ng: FLASH_ACR while it runs
    other_clock: bool = False  # disco_f746ng: 16 MHz; teensy40: PLL3's PFD0 at 720 MHz


@dataclass(frozen=True)
class Row:
    """A rule's microbenchmark and the figure that it must give, in cycles.

    `breaks` says which parameters of the model it determines: each, set to the value given, must take the
    row's value away from its figure. `source` says where the figure was published, or which rule gives it.
    """

    name: str
    figure: float
    source: str
    breaks: Mapping[str, int] = field(default_factory=dict, hash=False)
    boards: tuple[str, ...] = BOARDS
    at_most: bool = False
    tolerance: float = 0.1

    def parts(self) -> list[tuple[float, Piece]]:
        """The pieces that make the row's value, each with its factor."""
        raise NotImplementedError

    def good(self, value: float) -> bool:
        """Whether a value is the row's figure: within 0.1 cycle, or `tolerance` of it."""
        if self.at_most:
            return value <= self.figure
        return abs(value - self.figure) <= max(0.1, self.tolerance * self.figure)


@dataclass(frozen=True)
class PipelineRow(Row):
    """Cycles of one `body` in straight code in ITCM, divided by `divide`: many copies of it less a few.

    On entry r0 to r5 are 1 and r10 is the number of the run; r8 points to DTCM, whose first word is its own
    address, as does r9. `before` runs once, ahead of the first copy. With `minus`, what that body takes is
    subtracted.
    """

    body: str = ""
    before: str = ""
    minus: str = ""
    divide: float = 1.0
    copies: tuple[int, int] = (40, 8)

    def parts(self) -> list[tuple[float, Piece]]:
        factor = 1.0 / (self.copies[0] - self.copies[1]) / self.divide
        parts = self._pieces(self.name, self.body, factor)
        if self.minus:
            parts += self._pieces(f"{self.name}: less", self.minus, -factor)
        return parts

    def _pieces(self, name: str, body: str, factor: float) -> list[tuple[float, Piece]]:
        setup = "str r8, [r8]; mov r10, r0" + "".join(f"; movs r{n}, #1" for n in range(6))
        setup += f"; {self.before}" if self.before else ""
        return [
            (sign, Piece(name, f".rept {count}; {body}; .endr", setup, "dtcm", count, cold=False))
            for sign, count in zip((factor, -factor), self.copies, strict=True)
        ]


@dataclass(frozen=True)
class MemoryRow(Row):
    """Cycles of one line of a loop over a region of `memory`, divided by `divide`.

    The loop's label is 1, on a line of its own. On entry r11 is the number of rounds, r7 is r5, and r10 the
    inputs' end. With `minus`, what the same loop takes in that memory is subtracted. The caches are empty at
    first; where the row is `warm`, the loop then goes through the region once before it is timed.
    """

    memory: Memory = "flash"
    loop: str = ""
    line_rounds: float = 1.0  # rounds of the loop that take a line
    minus: Memory | None = None
    divide: float = 1.0
    region: int = REGION_BYTES
    warm: bool = False
    uncached: bool = False
    flash_acr: int | None = None
    other_clock: bool = False

    def parts(self) -> list[tuple[float, Piece]]:
        rounds = int(self.region / LINE_BYTES * self.line_rounds)
        factor = self.line_rounds / rounds / self.divide
        setup = f"mov r7, r5; add r10, r5, #{4 * INPUTS}; ldr r11, ={rounds}"
        if self.warm:
            setup = f"{setup}; mov r6, r8; {self.loop}; mov r8, r6; {setup}"
        chosen = [(factor, self.memory), *([(-factor, self.minus)] if self.minus else [])]
        return [
            (
                sign,
                Piece(
                    self.name if memory == self.memory else f"{self.name}: less {memory}",
                    f"b.w 1f; .balign 32; {self.loop}",
                    setup,
                    memory,
                    rounds,
                    cold=True,
                    uncached=self.uncached,
                    flash_acr=self.flash_acr,
                    other_clock=self.other_clock,
                ),
            )
            for sign, memory in chosen
        ]


@dataclass(frozen=True)
class CodeRow(Row):
    """Cycles of one line of straight code that runs in `place`, divided by `divide`.

    `code` is CODE_BYTES long and begins with the label 1; r9 points to DTCM. The caches are empty at first,
    unless `warm`.
    """

    place: Place = "flash"
    code: str = f"1: .rept {CODE_BYTES // 4}; nop.w; .endr"
    divide: float = 1.0
    warm: bool = False
    uncached: bool = False
    flash_acr: int | None = None

    def parts(self) -> list[tuple[float, Piece]]:
        lines = CODE_BYTES // LINE_BYTES
        piece = Piece(
            self.name,
            f"b.w 1f; .balign 32; {self.code}",
            "",
            "dtcm",
            lines,
            cold=not self.warm,
            place=self.place,
            uncached=self.uncached,
            flash_acr=self.flash_acr,
        )
        return [(1.0 / lines / self.divide, piece)]
