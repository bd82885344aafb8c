# SPDX-License-Identifier: Apache-2.0
"""The calibration image of a board: its rows as assembly, and the build through PlatformIO."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from layerscope.build import PROJECT, Image, Progress, Variant, build_image
from layerscope.calibrate import rows_code, rows_double, rows_memory, rows_pipeline, rows_rules
from layerscope.calibrate.rows import Piece, Row
from layerscope.errors import LayerscopeError

FIRMWARE = Path(__file__).with_name("firmware")
# As in firmware/pieces.h.
_MEMORIES = {"dtcm": 0, "flash": 1, "sram": 2, "ocram": 2, "sdram": 3}
_PLACES = {"itcm": 0, "flash": 1, "flash_alias": 2, "sram": 3, "ocram": 3}
_COLD, _UNCACHED, _OTHER_CLOCK, _AS_IT_IS = 1, 2, 4, 0xFFFFFFFF
_CODE_BYTES = {"disco_f746ng": 12 << 10, "teensy40": 32 << 10}
_FPU = {"disco_f746ng": "fpv5-sp-d16", "teensy40": "fpv5-d16"}


ROWS: list[Row] = [
    *rows_pipeline.ROWS,
    *rows_rules.ROWS,
    *rows_double.ROWS,
    *rows_memory.ROWS,
    *rows_code.ROWS,
]  # in the order of the tables


def rows_of(board: str) -> list[Row]:
    """The rows that apply to `board`."""
    return [row for row in ROWS if board in row.boards]


@dataclass(frozen=True)
class Plan:
    """What the image of a board holds: its rows, and the pieces of code that they are measured by."""

    board: str
    rows: tuple[Row, ...]
    pieces: tuple[Piece, ...]

    @cached_property
    def assembly(self) -> str:
        """rows.S: the pieces' code, and the table that firmware/pieces.h describes."""
        return _assembly(self.pieces, _CODE_BYTES[self.board], _FPU[self.board])

    @cached_property
    def sources(self) -> str:
        """SHA-256 of what the image's rows are made of: two images with the same one measure the same."""
        digest = sha256(self.assembly.encode())
        for file in sorted(FIRMWARE.iterdir()):
            digest.update(file.name.encode() + file.read_bytes())
        return digest.hexdigest()

    def pieces_of(self, rows: Sequence[Row]) -> list[int]:
        """The numbers of the pieces that `rows` need."""
        numbers = {piece: number for number, piece in enumerate(self.pieces)}
        return sorted({numbers[piece] for row in rows for _, piece in row.parts()})

    def value(self, row: Row, cycles: dict[int, float]) -> float:
        """The row's value from its pieces' cycles, by number."""
        return sum(factor * cycles[self.pieces.index(piece)] for factor, piece in row.parts())


def plan(board: str, rows: Sequence[Row] | None = None) -> Plan:
    """The image of `board`: all of its rows, or `rows`."""
    chosen = tuple(rows_of(board) if rows is None else rows)
    pieces = dict.fromkeys(piece for row in chosen for _, piece in row.parts())
    return Plan(board, chosen, tuple(pieces))


@dataclass(frozen=True)
class CalibrationImage(Variant):
    """The image as build.py wants it: the code in ITCM, the rows' sources in place of the application's."""

    code_in: str = "itcm"
    sources: str = ""

    @property
    def slug(self) -> str:
        return f"calibrate_{self.board}"

    @property
    def environment(self) -> dict[str, str]:
        folder = str(_folder(self.slug, PROJECT))
        return {**super().environment, "PLATFORMIO_SRC_DIR": folder, "LAYERSCOPE_CALIBRATE": self.sources}


def build(plan: Plan, on_progress: Progress | None = None) -> Image:
    """Builds the image, unless it is there already; raises BuildError with one sentence."""
    variant = CalibrationImage(plan.board, sources=plan.sources)
    folder = _folder(variant.slug, PROJECT)
    table = f' .section .rodata\n .global calibrate_sources\ncalibrate_sources: .asciz "{plan.sources}"\n'
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(FIRMWARE.iterdir()):
            _write(folder / file.name, file.read_text(encoding="utf-8"))
        _write(folder / "rows.S", plan.assembly + table)
    except OSError as error:
        raise LayerscopeError(f"{folder} cannot be written: {error.strerror}") from error
    return build_image(variant, on_progress=on_progress)


def how_to_write(image: Image) -> str:
    """The image's file and the command that writes it to the board, for whoever does it by hand."""
    if image.variant.board == "teensy40":
        return f"teensy_loader_cli --mcu=TEENSY40 -w -v {image.program}"
    return f"st-flash --reset write {image.program} 0x8000000"


def _folder(slug: str, project: Path) -> Path:
    return project / ".pio" / "layerscope" / f"{slug}_sources"


def _write(path: Path, text: str) -> None:
    """A file that has not changed keeps its time, and is not compiled again; nobody finds half a file."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        whole = path.with_name(f"{path.name}.{os.getpid()}")
        whole.write_text(text, encoding="utf-8")
        whole.replace(path)


def _lines(code: str) -> str:
    return "\n".join(f" {line.strip()}" for line in code.split(";") if line.strip())


def _code(number: int, piece: Piece) -> str:
    # Local labels: hundreds of symbols would take longer to read than most rows to run.
    # The body begins on a line of its own, so that fetching it does not depend on what stands before.
    return f"""
 .balign 32
.Lpiece_{number}:
 push {{r4-r11, lr}}
 mov r8, r1
 mov r9, r2
 mov r5, r3
 ldr r12, =0xE0001004
{_lines(piece.setup)}
 b.w 0f
 .ltorg
 .balign 32
0:
 ldr lr, [r12]
{_lines(piece.code)}
 ldr r0, [r12]
 sub r0, r0, lr
 pop {{r4-r11, pc}}
 .ltorg
 .balign 32
.Lpiece_{number}_end:
"""


def _assembly(pieces: Sequence[Piece], code_bytes: int, fpu: str) -> str:
    text = [
        "/* SPDX-License-Identifier: Apache-2.0 */\n .syntax unified\n .cpu cortex-m7\n"
        f" .fpu {fpu}\n"
        " .eabi_attribute 28, 1\n .thumb\n",  # 28: arguments in FPU registers, as in the rest of the image
        ' .section .rodata.calibrate_code, "ax"\n',
        *(_code(number, piece) for number, piece in enumerate(pieces)),
        f" .section .rodata\n .balign 4\n .global calibrate_piece_count\ncalibrate_piece_count: .word "
        f"{len(pieces)}\n .global calibrate_pieces\ncalibrate_pieces:\n",
    ]
    for number, piece in enumerate(pieces):
        flags = _COLD * piece.cold | _UNCACHED * piece.uncached | _OTHER_CLOCK * piece.other_clock
        acr = _AS_IT_IS if piece.flash_acr is None else piece.flash_acr
        text.append(
            f" .word .Lpiece_{number}, .Lpiece_{number}_end - .Lpiece_{number}, .Lpiece_{number}_name, "
            f"{piece.repeats}, {_MEMORIES[piece.memory]}, "
            f"{_PLACES[piece.place]}, {flags}, {acr:#x}\n"
        )
    text += [f'.Lpiece_{number}_name: .asciz "{piece.name}"\n' for number, piece in enumerate(pieces)]
    text.append(
        " .balign 32\n .global calibrate_flash\ncalibrate_flash: .space 32768\n"
        ' .section .hot_code.calibrate, "awx"\n .balign 32\n .global calibrate_code\n'
        f"calibrate_code: .space {code_bytes}\n"
    )
    return "".join(text)
